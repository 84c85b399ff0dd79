"""CLGC: from the prose of Chinese government plans to versioned tables of commitments."""
