-- The scorecard of engine/testdata/scorecard.yaml, in doubles, as far as the signals
-- of the benchmark go. $signals and $scores are file names.
COPY (
  WITH measured AS (
    SELECT
      account_id, open_p1, nps, pulse,
      features_configured * 100.0 / nullif(features_total, 0) AS setup_rate,
      actions * 1.0 / nullif(active_users, 0) AS usage_rate,
      CASE WHEN size IN ('enterprise', 'smb') THEN size ELSE 'default' END AS segment
    FROM read_csv('$signals', auto_detect = false, header = true, delim = ',', columns = {
      account_id: 'VARCHAR', name: 'VARCHAR', size: 'VARCHAR', region: 'VARCHAR', features_configured: 'INTEGER',
      features_total: 'INTEGER', actions: 'INTEGER', active_users: 'INTEGER', nps: 'INTEGER', pulse: 'INTEGER',
      open_p1: 'INTEGER', note: 'VARCHAR'})
  ), pointed AS (
    SELECT
      account_id, segment, open_p1,
      CASE WHEN setup_rate IS NULL THEN NULL
           WHEN setup_rate <= CASE segment WHEN 'enterprise' THEN 60 WHEN 'smb' THEN 40 ELSE 50 END THEN 0
           WHEN setup_rate <= CASE segment WHEN 'enterprise' THEN 80 WHEN 'smb' THEN 60 ELSE 70 END THEN 5
           ELSE 10 END AS setup_rate,
      CASE WHEN usage_rate IS NULL THEN NULL
           WHEN usage_rate <= CASE segment WHEN 'enterprise' THEN 8 WHEN 'smb' THEN 3 ELSE 5 END THEN 0
           WHEN usage_rate <= CASE segment WHEN 'enterprise' THEN 15 WHEN 'smb' THEN 7 ELSE 10 END THEN 5
           ELSE 10 END AS usage_rate,
      CASE WHEN nps IS NULL THEN NULL WHEN nps <= 25 THEN 0 WHEN nps <= 35 THEN 5 ELSE 10 END AS nps,
      CASE WHEN pulse IS NULL THEN NULL WHEN pulse <= 6 THEN 0 WHEN pulse <= 8 THEN 5 ELSE 10 END AS pulse,
      CASE segment WHEN 'enterprise' THEN 25 ELSE 20 END AS weight,
      CASE segment WHEN 'enterprise' THEN 25 ELSE 40 END AS usage_weight
    FROM measured
  ), weighed AS (
    SELECT
      *,
      CASE WHEN setup_rate IS NULL THEN 0 ELSE weight END + CASE WHEN usage_rate IS NULL THEN 0 ELSE usage_weight END
        + CASE WHEN nps IS NULL THEN 0 ELSE weight END + CASE WHEN pulse IS NULL THEN 0 ELSE weight END AS present,
      weight * (coalesce(setup_rate, 0) + coalesce(nps, 0) + coalesce(pulse, 0)) + usage_weight * coalesce(usage_rate, 0) AS points,
      coalesce(weight * (10 - setup_rate), 0) AS lost_setup_rate,
      coalesce(usage_weight * (10 - usage_rate), 0) AS lost_usage_rate,
      coalesce(weight * (10 - nps), 0) AS lost_nps,
      coalesce(weight * (10 - pulse), 0) AS lost_pulse
    FROM pointed
  ), scored AS (
    SELECT
      *,
      round(CASE WHEN open_p1 >= 2 THEN least(points / nullif(present, 0), 4) ELSE points / nullif(present, 0) END, 2) AS score,
      greatest(lost_setup_rate, lost_usage_rate, lost_nps, lost_pulse) AS lost
    FROM weighed
  )
  SELECT
    account_id AS account, 'health' AS scorecard, segment, score,
    CASE WHEN score IS NULL THEN 'unknown' WHEN score >= 7 THEN 'green' WHEN score >= 4 THEN 'yellow' ELSE 'red' END AS band,
    present / 100.0 AS coverage,
    CASE lost WHEN 0 THEN NULL WHEN lost_nps THEN 'nps' WHEN lost_pulse THEN 'pulse'
              WHEN lost_setup_rate THEN 'setup_rate' ELSE 'usage_rate' END AS top_reason,
    setup_rate AS "points.setup_rate", usage_rate AS "points.usage_rate", nps AS "points.nps", pulse AS "points.pulse"
  FROM scored
) TO '$scores' (FORMAT csv, HEADER);
