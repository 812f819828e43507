package io.stillframe.query.projection;

/** What set-wise statements read their rows from. */
final class RowSet {
  /** What the statements read their rows from; the row's columns follow in parentheses. */
  static final String ROWS = "json_to_recordset(cast(cast(:rows as text) as json)) as row";

  private RowSet() {}
}
