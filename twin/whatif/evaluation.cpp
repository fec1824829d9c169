#include "twin/whatif/evaluation.hpp"

#include <algorithm>

namespace dalian::whatif {
namespace {

using plan::ByteText;

void append(ByteText& bytes, Column const& column) {
  bytes.add(std::string_view(column.name)).add(std::uint64_t(column.layer)).add(std::string_view(column.unit));
  bytes.add(std::uint64_t{column.values.size()});
  for (auto const& [id, value] : column.values)
    bytes.add(std::string_view(id)).add(value);
}

} // namespace

Column const* Evaluation::column(std::string_view name) const {
  auto const it = std::find_if(columns.begin(), columns.end(), [&](Column const& c) { return c.name == name; });
  return it == columns.end() ? nullptr : &*it;
}

Kpi const* Evaluation::kpi(std::string_view name, std::string_view scope) const {
  auto const it =
      std::find_if(kpis.begin(), kpis.end(), [&](Kpi const& k) { return k.name == name && k.scope == scope; });
  return it == kpis.end() ? nullptr : &*it;
}

ContentHash hash_of(Column const& column) {
  ByteText bytes;
  append(bytes, column);
  return bytes.hash();
}

ContentHash hash_of(Evaluation const& evaluation) {
  ByteText bytes;
  for (Kpi const& k : evaluation.kpis) {
    bytes.add(std::string_view(k.name)).add(std::string_view(k.scope)).add(k.value).add(k.low).add(k.high);
    bytes.add(std::string_view(k.unit)).add(std::string_view(k.source)).add(k.error);
  }
  for (Column const& c : evaluation.columns)
    append(bytes, c);
  for (Certificate const& c : evaluation.certificates)
    bytes.add(std::string_view(c.name)).add(c.value).add(c.limit).add(std::string_view(c.unit));
  for (plan::Finding const& f : evaluation.findings) {
    bytes.add(std::uint64_t(f.severity)).add(std::string_view(f.layer)).add(std::string_view(f.id));
    bytes.add(std::string_view(f.field)).add(std::string_view(f.message));
    bytes.add(std::string_view(f.code)).add(std::string_view(f.mend)).add(std::uint64_t{f.values.size()});
    for (std::string const& value : f.values)
      bytes.add(std::string_view(value));
  }
  for (Contour const& c : evaluation.contours) {
    bytes.add(std::string_view(c.name)).add(std::uint64_t(c.layer)).add(std::string_view(c.id));
    bytes.add(std::string_view(c.unit)).add(c.level).add(std::uint64_t{c.line.size()});
    for (GeoPoint const p : c.line)
      bytes.add(p.lon_deg).add(p.lat_deg);
  }
  return bytes.hash();
}

} // namespace dalian::whatif
