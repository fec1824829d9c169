#include "twin/hazard/scenario.hpp"

#include "twin/base/config_table.hpp"

namespace dalian::hazard {
namespace {

constexpr double kRoom_K = 293.15, kIce_K = 273.15, kBar_Pa = 1e5;

void read_vessel(ConfigTable& t, Tables const& tables, Scenario& out) {
  auto const id = t.text("substance");
  out.storage.substance = tables.substance(id);
  if (out.storage.substance == nullptr) {
    std::string known;
    for (auto const& [name, substance] : tables.substances)
      known += (known.empty() ? "" : ", ") + name;
    t.fail("substance", fmt::format("is \"{}\", which the table does not have: take one of {}, or add it to a table of "
                                    "your own (--hazard)",
                                    id, known));
  }
  out.storage.mass_kg = 1e3 * t.number("mass_t", 1e-3, 1e6);
  double const over_bar = t.number("pressure_bar", 0, 1000, 0);
  out.storage.pressure_Pa = kAtmosphere_Pa + kBar_Pa * over_bar;
  out.storage.phase =
      !t.has("phase")
          ? usual_phase(*out.storage.substance, over_bar)
          : t.one_of<Phase>("phase", {{"gas", Phase::gas}, {"liquid", Phase::liquid}, {"liquefied", Phase::liquefied}});
  bool const cold = out.storage.phase == Phase::liquid && out.storage.substance->boiling_K < kRoom_K;
  double const usual_K = cold ? out.storage.substance->boiling_K : kRoom_K;
  out.storage.temperature_K = kIce_K + t.number("temperature_c", -253, 500, usual_K - kIce_K);
  if (out.storage.phase == Phase::gas && over_bar <= 0)
    t.fail("pressure_bar", "must be above 0 for gas: without pressure nothing flows out");
  if (t.has("at")) {
    auto const place = t.numbers("at", -180, 180);
    if (place.size() != 2 || !on_the_map({place[0], place[1]}))
      t.fail("at", "must be [longitude, latitude] in degrees, of this part of the world");
    out.at = GeoPoint{place[0], place[1]};
  }
}

void read_release(ConfigTable& t, Scenario& out) {
  if (t.has("failure"))
    out.failure = t.one_of<Failure>(
        "failure", {{"burst", Failure::burst}, {"ten_minutes", Failure::ten_minutes}, {"leak", Failure::leak}});
  out.storage.hole_m = t.number("hole_mm", .1, 5000, 0) / 1e3;
}

void read_weather(ConfigTable& t, Scenario& out) {
  double const wind = t.number("wind_mps", 0, 60);
  out.weather = {Stability::d, wind, 1};
  if (int const ways = int{t.has("class")} + int{t.has("solar_w_m2")} + int{t.has("night")}; ways != 1)
    t.fail(
        fmt::format("give the stability once: class = \"A\"…\"F\", or by day solar_w_m2 = 600, or night = \"clear\" or "
                    "\"overcast\"; there are {} of them",
                    ways));
  if (t.has("class")) {
    out.weather.stability = t.one_of<Stability>("class", {{"A", Stability::a},
                                                          {"B", Stability::b},
                                                          {"C", Stability::c},
                                                          {"D", Stability::d},
                                                          {"E", Stability::e},
                                                          {"F", Stability::f}});
    out.weather_by = "as given";
  } else if (t.has("solar_w_m2")) {
    out.weather.stability = stability_by_day(wind, t.number("solar_w_m2", 0, 1400));
    out.weather_by = "by sun and wind, EPA-454/R-99-005";
  } else {
    out.weather.stability = stability_by_night(wind, t.one_of<bool>("night", {{"clear", true}, {"overcast", false}}));
    out.weather_by = "by night and wind, EPA-454/R-99-005";
  }
  if (t.has("from_deg")) out.from_deg = t.number("from_deg", 0, 360);
}

} // namespace

Phase usual_phase(Substance const& substance, double pressure_over_bar) {
  constexpr double kGasAbove_bar = 30;
  if (substance.boiling_K >= kRoom_K) return Phase::liquid;
  return pressure_over_bar > kGasAbove_bar ? Phase::gas : Phase::liquefied;
}

Result<Scenario> parse_scenario(std::string_view text, std::string const& file, Tables const& tables) {
  Scenario out;
  try {
    auto const document = toml::parse(text, file);
    ConfigTable root(file, document);
    for (char const* key : {"vessel", "weather"})
      if (!root.has(key)) root.fail(fmt::format("[{}] is missing; `twinctl solve hazard --help` shows a file", key));
    root.table("vessel", [&](ConfigTable& t) { read_vessel(t, tables, out); });
    root.table("release", [&](ConfigTable& t) { read_release(t, out); });
    root.table("weather", [&](ConfigTable& t) { read_weather(t, out); });
    root.finish();
    return out;
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", file, e.source().begin.line, e.description())};
  } catch (BadConfig const& e) {
    return Error{e.what()};
  }
}

} // namespace dalian::hazard
