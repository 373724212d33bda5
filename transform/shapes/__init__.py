"""Tables printed in another shape than the form has them, set the usual way round. No number is read here."""
