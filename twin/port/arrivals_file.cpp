#include "twin/port/arrivals_file.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace dalian::port {
namespace {

constexpr double kDefaultGap_m = 15;         // between ships; rules of thumb ask for 10…30 m by length
constexpr double kDefaultBerthing_h = 2;     // mooring, papers, leaving
constexpr double kDefaultUnderKeel_m = 1;    //
constexpr double kDefaultInterference = 0.9; // Meisel and Bierwirth (2009), Transportation Research E 45: 196–209

void read_quay(ConfigTable& table, std::vector<QuayCalls>& out) {
  Quay quay;
  quay.name = table.text("name");
  quay.length_m = table.number("length_m", 1, 100000);
  quay.gap_m = table.number("gap_m", 0, 500, kDefaultGap_m);
  quay.depth_m = table.number("depth_m", 0, 100, 0);
  quay.under_keel_m = table.number("under_keel_m", 0, 20, kDefaultUnderKeel_m);
  quay.cranes = static_cast<int>(table.integer("cranes", 0, 200));
  quay.moves_per_h = table.number("moves_h", 0.1, 200);
  quay.interference = table.number("interference", 0.1, 1, kDefaultInterference);
  quay.berthing_h = table.number("berthing_h", 0, 48, kDefaultBerthing_h);
  if (std::any_of(out.begin(), out.end(), [&](QuayCalls const& other) { return other.quay.name == quay.name; }))
    table.fail("name", "is there twice; rename one quay");
  if (out.size() >= kMostQuays) table.fail("name", fmt::format("is one too many; {} quays at most", kMostQuays));
  out.push_back({std::move(quay), {}});
}

void read_ship(ConfigTable& table, std::vector<QuayCalls>& out) {
  Ship ship;
  ship.name = table.text("name");
  ship.eta_h = table.number("eta_h", 0, 1e5);
  ship.length_m = table.number("length_m", 1, 1000);
  ship.moves = table.number("moves", 0, 1e5);
  ship.draught_m = table.number("draught_m", 0, 40, 0);
  ship.cranes = static_cast<int>(table.integer("cranes", 1, 30, 3));
  ship.weight = table.number("weight", 0.001, 1000, 1);
  std::string const wanted = table.text("quay", "");
  auto const at =
      std::find_if(out.begin(), out.end(), [&](QuayCalls const& q) { return wanted.empty() || q.quay.name == wanted; });
  if (at == out.end()) table.fail("quay", fmt::format("is '{}', which no [[quay]] is called; name one", wanted));
  if (at->ships.size() >= kMostShips) table.fail("name", fmt::format("is one too many; {} ships a quay", kMostShips));
  at->ships.push_back(std::move(ship));
}

} // namespace

Result<std::vector<QuayCalls>> parse_arrivals(std::string_view text, std::string const& name) {
  try {
    auto const document = toml::parse(text, name);
    ConfigTable root(name, document);
    std::vector<QuayCalls> out;
    root.each("quay", [&](ConfigTable& table) { read_quay(table, out); });
    if (out.empty()) root.fail("has no [[quay]]; give one with name, length_m, cranes and moves_h");
    root.each("ship", [&](ConfigTable& table) { read_ship(table, out); });
    root.finish();
    return out;
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", name, e.source().begin.line, e.description())};
  } catch (BadConfig const& e) {
    return Error{e.what()};
  }
}

Result<std::vector<QuayCalls>> read_arrivals(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{file.string() + ": cannot be read: mend the path or its rights"};
  return parse_arrivals(text.str(), file.string());
}

} // namespace dalian::port
