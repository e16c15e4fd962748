"""What people see: the Streamlit dashboard and the command `kol`."""
