"""The agents' mutations, a file per room."""
