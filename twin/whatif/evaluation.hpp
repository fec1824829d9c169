#pragma once
// What an engine says of a scenario: figures with unit, source and range, columns over entities, a certificate, and
// what is wrong with what. No times: equal inputs give equal bytes.
#include "twin/plan/content_hash.hpp"
#include "twin/plan/finding.hpp"
#include "twin/plan/value.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dalian::whatif {

using plan::ContentHash;

/// low … high: what the ranges of the coefficients allow, all at one end; both equal value where there is no range.
struct Kpi {
  std::string name;  // "jobs"
  std::string scope; // id of a zone, "" = all
  double value = 0, low = 0, high = 0;
  std::string unit;   // "" = a count
  std::string source; // what it rests on, one sentence
  double error = 0;   // how far the computing itself may be off, from a certificate; 0 = exact
  bool operator==(Kpi const&) const = default;
};

/// A value for each entity that has one, sorted by id.
struct Column {
  std::string name;
  plan::Layer layer = plan::Layer::parcel;
  std::string unit;
  std::vector<std::pair<std::string, double>> values;
  bool operator==(Column const&) const = default;
};

/// A closed line on the map that belongs to an entity: within it `level` may be reached.
struct Contour {
  std::string name; // "heat", "AEGL-2"
  plan::Layer layer = plan::Layer::hazard;
  std::string id, unit;
  double level = 0;
  plan::Shape line; // WGS-84
  bool operator==(Contour const&) const = default;
};

/// How far the result may be off: a gap, a residual, a balance. Good when value ≤ limit.
struct Certificate {
  std::string name;
  double value = 0, limit = 0;
  std::string unit;
  bool good() const { return value <= limit; }
  bool operator==(Certificate const&) const = default;
};

struct Evaluation {
  std::vector<Kpi> kpis;
  std::vector<Column> columns;
  std::vector<Certificate> certificates;
  plan::Findings findings;
  std::vector<Contour> contours = {};
  bool operator==(Evaluation const&) const = default;

  Column const* column(std::string_view name) const;
  Kpi const* kpi(std::string_view name, std::string_view scope = {}) const;
};

ContentHash hash_of(Evaluation const& evaluation);
ContentHash hash_of(Column const& column);

} // namespace dalian::whatif
