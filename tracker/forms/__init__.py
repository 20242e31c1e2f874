"""What players may send, with the sentences that say what is wrong with it."""
