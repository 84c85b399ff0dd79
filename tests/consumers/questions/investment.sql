SELECT place, plan_year, as_written, value / 1e8 AS hundred_million_yuan, comparator, modality
FROM targets
WHERE metric_id = 'contracted_investment' AND measure = 'quantity' AND unit = 'CNY'
  AND place_kind IN ('county', 'county_city', 'district', 'functional_zone')
ORDER BY value DESC, indicator_id
