"""The View's one filter: its clauses as data (`clauses`), and their forms for every place that records are read from.

`cypher` for statements, `fields` for one record in Python, `arrays` for columns of records, `index` for the search
index. A test holds that all of them let the same records pass. `clearance` binds the half that depends on the reader.
"""
