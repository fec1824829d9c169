#include "twin/hazard/tables.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::hazard {
namespace {

template <std::size_t N>
std::array<double, N> exactly(ConfigTable& table, std::string_view key, double low, double high) {
  auto const list = table.numbers(key, low, high);
  if (list.size() != N) table.fail(key, fmt::format("has {} numbers; give {}", list.size(), N));
  std::array<double, N> out{};
  std::copy(list.begin(), list.end(), out.begin());
  return out;
}

Reactivity reactivity_of(ConfigTable& table) {
  if (!table.has("reactivity")) return Reactivity::medium;
  return table.one_of<Reactivity>(
      "reactivity", {{"low", Reactivity::low}, {"medium", Reactivity::medium}, {"high", Reactivity::high}});
}

void cite(ConfigTable& table, std::string* source = nullptr, std::string* confidence = nullptr) {
  auto const text = table.text("source"), sure = table.text("confidence");
  if (text.empty()) table.fail("source", "is empty; say where the figure comes from");
  if (source != nullptr) *source = text;
  if (confidence != nullptr) *confidence = sure;
}

void read_substance(ConfigTable& table, Tables& out) {
  Substance s;
  s.id = table.text("id");
  s.molar_mass_kg = table.number("molar_mass", 1e-3, 1);
  s.boiling_K = table.number("boiling_K", 4, 800);
  s.liquid_density = table.number("liquid_density", 10, 5000);
  s.latent_J_kg = table.number("latent_heat", 1e3, 1e7);
  s.liquid_heat_J_kgK = table.number("liquid_heat", 100, 2e4);
  s.heat_ratio = table.number("heat_ratio", 1.01, 1.7);
  s.vapour_pressure_Pa = table.number("vapour_pressure_Pa", 0, 1e8);
  s.combustion_J_kg = table.number("combustion", 1e5, 2e8, 0);
  if (s.burns()) {
    auto const limits = exactly<2>(table, "flammable", 0, 100);
    s.lower_limit = limits[0] / 100;
    s.upper_limit = limits[1] / 100;
    if (!(s.lower_limit > 0 && s.lower_limit < s.upper_limit)) table.fail("flammable", "must rise from above 0");
  }
  s.reactivity = reactivity_of(table);
  if (table.has("aegl_ppm")) s.aegl_ppm = exactly<3>(table, "aegl_ppm", -1, 1e6);
  s.aegl_10_ppm = table.has("aegl_10_ppm") ? exactly<3>(table, "aegl_10_ppm", -1, 1e6) : s.aegl_ppm;
  for (std::size_t i = 0; i < 3; ++i)
    if (s.aegl_10_ppm[i] < s.aegl_ppm[i]) table.fail("aegl_10_ppm", "is below that of 60 min: less time allows more");
  if (table.has("probit")) {
    auto const p = exactly<3>(table, "probit", -100, 100);
    if (!(p[1] > 0 && p[2] > 0)) table.fail("probit", "must have b and n above 0");
    s.probit = ToxicProbit{p[0], p[1], p[2]};
  }
  cite(table, &s.source, &s.confidence);
  if (!out.substances.emplace(s.id, s).second) table.fail("id", "is there twice; leave one out");
}

void read_vessel(ConfigTable& table, Tables& out) {
  auto* const rates =
      table.one_of<VesselRates*>("id", {{"pressurised", &out.pressurised}, {"atmospheric", &out.atmospheric}});
  *rates = {table.number("burst", 0, 1), table.number("ten_minutes", 0, 1), table.number("leak", 0, 1),
            table.number("hole_mm", 0.1, 5000)};
  cite(table);
}

void read_ignition(ConfigTable& t, Ignition& out) {
  out.average_rate = exactly<3>(t, "average_rate", 0, 1);
  out.low_rate = exactly<3>(t, "low_rate", 0, 1);
  out.average_mass = exactly<3>(t, "average_mass", 0, 1);
  out.low_mass = exactly<3>(t, "low_mass", 0, 1);
  out.liquid = t.number("liquid", 0, 1);
  out.delayed = t.number("delayed", 0, 1);
  out.explodes = t.number("explodes", 0, 1);
  cite(t);
}

void read_exposure(ConfigTable& t, Exposure& out) {
  out.toxic_min = t.number("toxic_min", 1, 1440);
  out.outflow_min = t.number("outflow_min", 1, 1440);
  out.heat_s = t.number("heat_s", 1, 600);
  out.indoors_day = t.number("indoors_day", 0, 1);
  out.indoors_night = t.number("indoors_night", 0, 1);
  out.indoors_toxic = t.number("indoors_toxic", 0, 1);
  out.air_changes_per_h = t.number("air_changes_per_h", .01, 100, 1);
  out.clothed = t.number("clothed", 0, 1);
  out.blast_indoors = t.number("blast_indoors", 0, 1);
  out.bund_m = t.number("bund_m", .1, 10);
  out.congested_share = t.number("congested_share", 0, 1);
  out.congestion = t.one_of<Congestion>(
      "congestion", {{"low", Congestion::low}, {"medium", Congestion::medium}, {"high", Congestion::high}});
  cite(t);
}

void read_weather(ConfigTable& t, Tables& out) {
  auto const stability = t.one_of<Stability>("class", {{"A", Stability::a},
                                                       {"B", Stability::b},
                                                       {"C", Stability::c},
                                                       {"D", Stability::d},
                                                       {"E", Stability::e},
                                                       {"F", Stability::f}});
  out.weather.push_back({stability, t.number("wind", 0.5, 60), t.number("share", 0, 1)});
}

void check_sums(ConfigTable const& root, Tables& out) {
  double shares = 0, winds = std::accumulate(out.rose.begin(), out.rose.end(), 0.0);
  for (Weather const& w : out.weather)
    shares += w.share;
  if (std::abs(shares - 1) > .01) root.fail("weather", fmt::format("has shares that add up to {}; make it 1", shares));
  if (std::abs(winds - 1) > .01) root.fail("wind", fmt::format("has a rose that adds up to {}; make it 1", winds));
  for (Weather& w : out.weather)
    w.share /= shares;
  for (double& share : out.rose)
    share /= winds;
}

} // namespace

Substance const* Tables::substance(std::string_view id) const {
  std::string key(id);
  std::replace(key.begin(), key.end(), ' ', '_');
  auto const it = substances.find(key);
  return it == substances.end() ? nullptr : &it->second;
}

Result<Tables> read_tables(std::filesystem::path const& file) {
  Tables out;
  auto const read = read_config(file, [&](ConfigTable& root) {
    for (char const* key : {"substance", "vessel", "ignition", "exposure", "weather", "wind", "limit", "presence"})
      if (!root.has(key)) root.fail(key, "is missing; add it");
    root.each("substance", [&](ConfigTable& t) { read_substance(t, out); });
    root.each("vessel", [&](ConfigTable& t) { read_vessel(t, out); });
    root.table("ignition", [&](ConfigTable& t) { read_ignition(t, out.ignition); });
    root.table("exposure", [&](ConfigTable& t) { read_exposure(t, out.exposure); });
    root.each("weather", [&](ConfigTable& t) { read_weather(t, out); });
    root.table("wind", [&](ConfigTable& t) {
      out.rose = exactly<16>(t, "rose", 0, 1);
      cite(t);
    });
    root.each("limit", [&](ConfigTable& t) {
      out.limits.push_back(
          {t.text("class"), t.number("new", 1e-12, 1), t.number("in_service", 1e-12, 1), t.texts("uses")});
    });
    root.each("shelter", [&](ConfigTable& t) {
      out.shelters.push_back({t.texts("uses"), t.number("indoors_day", 0, 1), t.number("indoors_night", 0, 1)});
      cite(t);
    });
    root.table("presence", [&](ConfigTable& t) {
      out.residents_present = exactly<24>(t, "residents", 0, 1);
      out.jobs_present = exactly<24>(t, "jobs", 0, 1);
    });
    check_sums(root, out);
  });
  if (!read) return Error{read.error()};
  return out;
}

} // namespace dalian::hazard
