"""Every table of every room, so that migrations and tests see the same whole."""

from backend import jobs
from backend.actions import models as actions
from backend.bot import models as bot
from backend.conversations import models as conversations
from backend.evaluation import models as evaluation
from backend.knowledge import models as knowledge
from backend.orders import models as orders
from backend.shops import models as shops
from backend.tags import models as tags

TABLES = (jobs, shops, conversations, knowledge, orders, actions, tags, bot, evaluation)
