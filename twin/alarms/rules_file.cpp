#include "twin/alarms/rules_file.hpp"

#include "twin/alarms/places_file.hpp"

#include <algorithm>
#include <map>

namespace dalian::alarms {
namespace {

constexpr double kDay_s = 86'400;
constexpr double kFar_m = 1e6;
constexpr double kKnot_mps = 1852.0 / 3600, kKmh_mps = 1 / 3.6;

/// Keeps the places by name while rules are read.
class Reader {
 public:
  explicit Reader(std::filesystem::path assets) : assets_(std::move(assets)) {}

  void read(ConfigTable& root) {
    root.table("limits", [&](ConfigTable& t) { read_limits(t); });
    root.each("place", [&](ConfigTable& t) { add_place(t); });
    root.each("rule", [&](ConfigTable& t) { add_rule(t); });
  }
  RuleSet take() { return std::move(set_); }

 private:
  void read_limits(ConfigTable& t) {
    auto& l = set_.limits;
    l.flood_above = static_cast<std::uint32_t>(t.number("flood_above", 1, 1e6, l.flood_above));
    l.flood_below = static_cast<std::uint32_t>(t.number("flood_below", 1, 1e6, l.flood_below));
    if (l.flood_below > l.flood_above) t.fail("flood_below", "must not be larger than flood_above");
    l.flood_window = seconds(t, "flood_window_s", to_seconds(l.flood_window), 1);
    l.longest_shelf =
        from_seconds(3600 * t.number("longest_shelf_h", 0.01, 24 * 31, to_seconds(l.longest_shelf) / 3600));
    l.open_per_rule = static_cast<std::uint32_t>(t.number("open_per_rule", 1, 10'000, l.open_per_rule));
  }

  void add_place(ConfigTable& t) {
    Place place = read_place(t, assets_);
    if (!places_.emplace(place.id, set_.places.size()).second) t.fail("id", "is the id of another place");
    set_.places.push_back(std::move(place));
  }

  void add_rule(ConfigTable& t) {
    Rule rule;
    rule.facts.id = t.text("id");
    if (rule.facts.id.empty() || rule.facts.id.size() > 64) t.fail("id", "must have 1 to 64 bytes");
    auto const same = [&](Rule const& r) { return r.facts.id == rule.facts.id; };
    if (std::any_of(set_.rules.begin(), set_.rules.end(), same)) t.fail("id", "is the id of another rule");
    rule.facts.severity = t.one_of<Severity>("severity", {{"low", Severity::low},
                                                          {"medium", Severity::medium},
                                                          {"high", Severity::high},
                                                          {"critical", Severity::critical}});
    rule.facts.name = {t.text("name_zh"), t.text("name_ja"), t.text("name_en")};
    if (t.text("kind") != "trouble") read_scope(t, rule); // of the twin itself
    read_timing(t, rule);
    read_test(t, rule);
    set_.rules.push_back(std::move(rule));
  }

  void read_scope(ConfigTable& t, Rule& rule) {
    using state::Kind;
    static std::map<std::string, Kind> const kinds{{"vessel", Kind::vessel},
                                                   {"road_vehicle", Kind::road_vehicle},
                                                   {"aid_to_navigation", Kind::aid_to_navigation},
                                                   {"base_station", Kind::base_station},
                                                   {"aircraft", Kind::aircraft},
                                                   {"sensor", Kind::sensor},
                                                   {"unidentified", Kind::unidentified}};
    for (auto const& word : t.texts("applies_to")) {
      auto const kind = kinds.find(word);
      if (kind == kinds.end())
        t.fail("applies_to", fmt::format("holds \"{}\"; known: vessel, road_vehicle, aid_to_navigation, base_station, "
                                         "aircraft, sensor, unidentified",
                                         word));
      rule.kinds.set(static_cast<std::size_t>(kind->second));
    }
    if (rule.kinds.none()) t.fail("applies_to", "is empty: the rule would watch nothing");
    if (t.has("ship_types")) rule.ship_types = t.integers("ship_types", 99);
    if (t.has("except_ship_types")) rule.except_ship_types = t.integers("except_ship_types", 99);
    if (t.has("except_nav_status")) rule.except_nav_status = t.integers("except_nav_status", 15);
    if (t.has("within")) rule.within = place(t, "within");
  }

  void read_timing(ConfigTable& t, Rule& rule) {
    rule.on_delay = seconds(t, "on_delay_s", 0);
    rule.off_delay = seconds(t, "off_delay_s", 5);
    rule.hold = seconds(t, "hold_s", 60);
    if (t.has("max_age_s")) rule.max_age = seconds(t, "max_age_s", 0, 0.1);
    rule.latches = t.flag("latch", false);
    rule.locks_history = t.flag("lock_history", false);
  }

  void read_test(ConfigTable& t, Rule& rule) {
    using Read = Test (Reader::*)(ConfigTable&, Rule&);
    rule.test = (this->*t.one_of<Read>("kind", {{"geofence", &Reader::geofence},
                                                {"corridor", &Reader::deviation},
                                                {"silence", &Reader::silence},
                                                {"speed", &Reader::speed},
                                                {"time_to_collision", &Reader::collision},
                                                {"closest_approach", &Reader::approach},
                                                {"limit", &Reader::limit},
                                                {"trouble", &Reader::trouble}}))(t, rule);
  }

  Test geofence(ConfigTable& t, Rule& rule) {
    using enum Geofence::When;
    Geofence g;
    g.area = place(t, "area");
    if (!std::holds_alternative<state::Area>(set_.places[g.area].shape))
      t.fail("area", "names a corridor; a fence needs an area");
    g.when =
        t.one_of<Geofence::When>("when", {{"inside", inside}, {"outside", outside}, {"enter", enter}, {"exit", exit}});
    g.hysteresis_m = t.number("hysteresis_m", 0, kFar_m);
    if (g.when == enter || g.when == exit) g.lasts = seconds(t, "lasts_s", 10, 0.2);
    rule.facts.unit = "";
    return g;
  }

  Test trouble(ConfigTable&, Rule&) { return Trouble{}; }

  Test deviation(ConfigTable& t, Rule& rule) {
    CorridorDeviation d;
    d.corridor = place(t, "corridor");
    if (!std::holds_alternative<Corridor>(set_.places[d.corridor].shape))
      t.fail("corridor", "names an area; it needs a line");
    d.beyond_m = t.number("beyond_m", 0.1, kFar_m);
    d.hysteresis_m = t.number("hysteresis_m", 0, d.beyond_m);
    d.route = t.text("route", "");
    rule.facts.unit = "m";
    rule.facts.limit = d.beyond_m;
    return d;
  }

  Test silence(ConfigTable& t, Rule& rule) {
    rule.facts.unit = "s";
    rule.facts.limit = t.number("after_s", 0.1, 30 * kDay_s);
    return Silence{from_seconds(rule.facts.limit)};
  }

  /// over_kn, over_kmh, over_mps, or under_…: exactly one.
  Test speed(ConfigTable& t, Rule& rule) {
    struct Unit {
      char const *suffix, *name;
      double mps;
    };
    Speed s;
    int given = 0;
    double mps = 1;
    for (bool const over : {true, false})
      for (Unit const u : {Unit{"kn", "kn", kKnot_mps}, Unit{"kmh", "km/h", kKmh_mps}, Unit{"mps", "m/s", 1}}) {
        auto const key = fmt::format("{}_{}", over ? "over" : "under", u.suffix);
        if (!t.has(key)) continue;
        ++given;
        s.over = over;
        rule.facts.limit = t.number(key, 0, 1000);
        rule.facts.unit = u.name;
        mps = u.mps;
      }
    if (given != 1)
      t.fail("kind", "speed needs exactly one of over_kn, over_kmh, over_mps, under_kn, under_kmh, under_mps");
    s.limit_mps = rule.facts.limit * mps;
    s.hysteresis_mps = t.number("hysteresis", 0, 1000) * mps;
    rule.value_scale = 1 / mps;
    return s;
  }

  Test collision(ConfigTable& t, Rule& rule) {
    TimeToCollision c;
    c.below_s = t.number("below_s", 0.1, 60);
    c.hysteresis_s = t.number("hysteresis_s", 0, 60);
    c.min_closing_mps = t.number("min_closing_mps", 0.1, 100);
    c.same_route = t.flag("same_route", false);
    rule.facts.unit = "s";
    rule.facts.limit = c.below_s;
    return c;
  }

  Test approach(ConfigTable& t, Rule& rule) {
    ClosestApproach c;
    c.distance_m = t.number("distance_m", 1, 20'000);
    c.hysteresis_m = t.number("hysteresis_m", 0, 20'000);
    c.within_s = t.number("within_s", 1, 3600);
    c.min_speed_mps = t.number("min_speed_kn", 0.1, 100) * kKnot_mps;
    rule.facts.unit = "m";
    rule.facts.limit = c.distance_m;
    return c;
  }

  Test limit(ConfigTable& t, Rule& rule) {
    Limit l;
    auto const name = t.text("quantity");
    auto const quantity = find_quantity(name);
    if (!quantity) t.fail("quantity", fmt::format("is \"{}\"; known: {}", name, fmt::join(quantity_names(), ", ")));
    l.quantity = *quantity;
    if (t.has("above") == t.has("below")) t.fail("quantity", "needs exactly one of above, below");
    l.above = t.has("above");
    l.limit = t.number(l.above ? "above" : "below", -1e12, 1e12);
    l.hysteresis = t.number("hysteresis", 0, 1e12);
    rule.facts.unit = l.quantity.unit;
    rule.facts.limit = l.limit;
    return l;
  }

  static Duration seconds(ConfigTable& t, std::string_view key, double fallback, double low = 0) {
    return from_seconds(t.number(key, low, 30 * kDay_s, fallback));
  }

  PlaceIndex place(ConfigTable& t, std::string_view key) {
    auto const id = t.text(key);
    auto const found = places_.find(id);
    if (found == places_.end()) t.fail(key, fmt::format("names '{}', but no [[place]] has this id", id));
    return found->second;
  }

  std::filesystem::path assets_;
  RuleSet set_;
  std::map<std::string, PlaceIndex> places_;
};

} // namespace

Result<RuleSet> read_rules(std::filesystem::path const& file, std::filesystem::path const& assets) {
  Reader reader(assets);
  if (auto const all = read_config(file, [&](ConfigTable& root) { reader.read(root); }); !all)
    return Error{all.error()};
  return reader.take();
}

} // namespace dalian::alarms
