// RFC 4180: lines end in CR LF; what holds a comma, a quote or a line break is quoted, quotes doubled.
#include "twin/export/exporter.hpp"
#include "twin/export/flat_fields.hpp"

#include <fmt/format.h>

namespace dalian::exports {
namespace {

constexpr int kDecimals = 9; // of a second: nothing is lost

std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char const c : text)
    out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

class CsvExporter final : public Exporter {
 public:
  explicit CsvExporter(std::ostream& out) : out_(out) {
    out_ << "t_obs_utc,t_rx_utc,t_twin_utc,source,provenance,entity";
    for (std::string const& name : fields_.names())
      out_ << ',' << name;
    out_ << "\r\n";
  }

  void take(Exported const& e) override {
    auto const& o = e.observation;
    auto const utc = [](std::uint64_t ns) {
      return format_utc(from_unix_ns(static_cast<std::int64_t>(ns)), kDecimals);
    };
    cells_.assign(fields_.names().size(), "");
    fields_.visit(o, [&](std::size_t place, FlatValue const& value) { cells_[place] = cell(value.text); });
    out_ << fmt::format("{},{},{},{},{},{},{}\r\n", utc(o.t_obs()), utc(o.t_rx()), format_utc(e.t_twin, kDecimals),
                        cell(e.source), wire::Provenance_Name(e.provenance), cell(o.entity()), fmt::join(cells_, ","));
  }

  Status finish() override { return {}; }

 private:
  std::ostream& out_;
  FlatFields const fields_;
  std::vector<std::string> cells_;
};

} // namespace

std::unique_ptr<Exporter> csv_exporter(std::ostream& out) {
  return std::make_unique<CsvExporter>(out);
}

} // namespace dalian::exports
