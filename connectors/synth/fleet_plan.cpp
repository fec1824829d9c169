#include "connectors/synth/fleet_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <toml++/toml.h>

namespace dalian::synth {
namespace {

/// Thrown and caught inside this file only.
struct BadField : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One table of the file with its place, for errors that can be acted on.
class Table {
 public:
  Table(toml::table const& table, std::string place) : table_(table), place_(std::move(place)) {}

  template <class T>
  T need(std::string_view key) const {
    auto const value = table_[key].value<T>();
    if (!value) fail(key, "is missing or of the wrong type");
    return *value;
  }
  template <class T>
  T get(std::string_view key, T fallback) const {
    return table_.contains(key) ? need<T>(key) : fallback;
  }
  double number(std::string_view key, double low, double high) const {
    auto const value = need<double>(key);
    if (!(value >= low && value <= high)) fail(key, fmt::format("is {}, not within {}…{}", value, low, high));
    return value;
  }
  int integer(std::string_view key, int low, int high) const { return static_cast<int>(number(key, low, high)); }
  std::string text(std::string_view key) const { return need<std::string>(key); }

  std::vector<double> numbers(std::string_view key) const {
    std::vector<double> out;
    for (auto const& item : array(key)) {
      auto const value = item.value<double>();
      if (!value) fail(key, "holds something that is not a number");
      out.push_back(*value);
    }
    return out;
  }
  std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> out;
    for (auto const& item : array(key)) {
      auto const value = item.value<std::string>();
      if (!value) fail(key, "holds something that is not a text");
      out.push_back(*value);
    }
    return out;
  }
  std::vector<std::vector<double>> rows(std::string_view key, std::size_t width) const {
    std::vector<std::vector<double>> out;
    for (auto const& item : array(key)) {
      std::vector<double> row;
      if (auto const* cells = item.as_array())
        for (auto const& cell : *cells)
          row.push_back(cell.value<double>().value_or(std::nan("")));
      if (row.size() != width || std::any_of(row.begin(), row.end(), [](double x) { return !std::isfinite(x); }))
        fail(key, fmt::format("row {} is not {} numbers", out.size() + 1, width));
      out.push_back(std::move(row));
    }
    return out;
  }
  GeoPoint place(std::string_view key) const { return checked(key, numbers(key)); }
  std::vector<GeoPoint> places(std::string_view key) const {
    std::vector<GeoPoint> out;
    for (auto const& row : rows(key, 2))
      out.push_back(checked(key, row));
    return out;
  }
  [[noreturn]] void fail(std::string_view key, std::string_view what) const {
    throw BadField(fmt::format("{}, field '{}' {}", place_, key, what));
  }

 private:
  toml::array const& array(std::string_view key) const {
    auto const* items = table_[key].as_array();
    if (items == nullptr) fail(key, "is missing or not a list");
    return *items;
  }
  GeoPoint checked(std::string_view key, std::vector<double> const& lon_lat) const {
    if (lon_lat.size() != 2 || !(std::abs(lon_lat[0]) <= 180) || !(std::abs(lon_lat[1]) <= 90))
      fail(key, "is not [longitude, latitude] in degrees");
    return {lon_lat[0], lon_lat[1]};
  }

  toml::table const& table_;
  std::string place_;
};

/// Calls `read(Table)` for each [[name]] of the file.
template <class Read>
void each(toml::table const& root, std::string const& file, std::string_view name, Read read) {
  auto const* items = root[name].as_array();
  if (items == nullptr) return;
  int index = 0;
  for (auto const& item : *items) {
    ++index;
    auto const* table = item.as_table();
    if (table == nullptr) throw BadField(fmt::format("{}: [[{}]] number {} is not a table", file, name, index));
    auto const id = (*table)["id"].value_or(fmt::format("number {}", index));
    read(Table(*table, fmt::format("{}: [[{}]] {}", file, name, id)));
  }
}

ShipKind read_kind(Table const& t) {
  ShipKind k;
  k.id = t.text("id");
  k.ship_type = t.integer("ship_type", 0, 99);
  k.class_b = t.get("class_b", false);
  for (auto const& row : t.rows("sizes", 3))
    k.sizes.push_back({row[0], row[1], row[2]});
  if (k.sizes.empty()) t.fail("sizes", "is empty");
  k.cruise_kn = t.number("cruise_kn", 0.5, 60);
  k.turn_rate_dpm = t.number("turn_rate_dpm", 1, 720);
  k.bow_share = t.number("bow_share", 0, 1);
  k.names = t.texts("names");
  if (k.names.empty()) t.fail("names", "is empty");
  return k;
}

void read_identity(Table const& t, Group& g) {
  g.id = t.text("id");
  g.kind = t.text("kind");
  g.mmsi = static_cast<std::uint32_t>(t.number("mmsi", 1, 999'999'999));
  g.destination = t.get("destination", std::string());
}

void read_group(Table const& t, Group& g) {
  read_identity(t, g);
  g.count = t.integer("count", 1, 500);
  if (auto const* key = "sizes"; t.get("size_first", -1) >= 0 || t.get("size_last", -1) >= 0) {
    g.first_size = t.get("size_first", 0);
    g.last_size = t.get("size_last", g.first_size);
    if (g.last_size < g.first_size) t.fail(key, "size_last lies before size_first");
  }
}

Lane read_lane(Table const& t) {
  Lane lane;
  lane.id = t.text("id");
  lane.points = t.places("points");
  if (lane.points.size() < 2) t.fail("points", "needs two places at least");
  lane.width_m = t.number("width_m", 20, 10'000);
  lane.speed_kn = t.numbers("speed_kn");
  if (lane.speed_kn.size() + 1 != lane.points.size()) t.fail("speed_kn", "needs one number for each leg");
  lane.first_stop_min = t.get("first_stop_min", 0.0);
  lane.last_stop_min = t.get("last_stop_min", 0.0);
  return lane;
}

Voyage read_voyage(Table const& t) {
  Voyage v;
  read_group(t, v);
  v.lane = t.text("lane");
  v.phase = t.get("phase", 0.0);
  return v;
}

Quay read_quay(Table const& t) {
  Quay q;
  read_group(t, q);
  q.from = t.place("from");
  q.to = t.place("to");
  q.gap_m = t.number("gap_m", 0, 2000);
  q.from_m = t.get("from_m", 0.0);
  return q;
}

Call read_call(Table const& t) {
  Call c;
  read_identity(t, c);
  c.count = 1;
  c.first_size = c.last_size = t.integer("size", 0, 99);
  c.lane = t.text("lane");
  c.quay = t.text("quay");
  c.berth_m = t.number("berth_m", 0, 20'000);
  c.turns_first = t.get("turns_first", false);
  c.next_destination = t.get("next", c.destination);
  return c;
}

Anchorage read_anchorage(Table const& t) {
  Anchorage a;
  read_group(t, a);
  a.first = t.place("first");
  a.spacing_m = t.number("spacing_m", 50, 10'000);
  a.columns = t.integer("columns", 1, 100);
  a.heading_deg = t.number("heading_deg", 0, 360);
  return a;
}

Ground read_ground(Table const& t) {
  Ground g;
  read_group(t, g);
  g.centre = t.place("centre");
  g.radius_m = t.number("radius_m", 50, 50'000);
  g.loop_m = t.number("loop_m", 50, g.radius_m);
  g.speed_kn = t.number("speed_kn", 0.5, 40);
  g.working = t.get("working", true);
  return g;
}

Aid read_aid(Table const& t) {
  return {t.text("name"), static_cast<std::uint32_t>(t.number("mmsi", 1, 999'999'999)), t.integer("type", 0, 31),
          t.place("position")};
}

RoadGroup read_road_group(Table const& t) {
  RoadGroup g;
  g.id = t.text("id");
  g.route = t.text("route");
  g.vehicle_type = t.text("vehicle_type");
  g.count = t.integer("count", 1, 500);
  g.lane_offset_m = t.number("lane_offset_m", 0.5, 30);
  g.speed_kmh = t.number("speed_kmh", 1, 200);
  g.mode = t.integer("mode", 0, 2);
  g.length_m = t.number("length_m", 1, 40);
  g.width_m = t.number("width_m", 0.5, 5);
  g.platoon = t.get("platoon", 1);
  g.gap_m = t.get("gap_m", 15.0);
  g.signals = t.get("signals", 0);
  g.phase = t.get("phase", 0.0);
  if (g.platoon < 1) t.fail("platoon", "must be 1 or more");
  return g;
}

FleetPlan read_all(toml::table const& root, std::string const& file) {
  FleetPlan plan;
  each(root, file, "kind", [&](Table const& t) { plan.kinds.push_back(read_kind(t)); });
  each(root, file, "lane", [&](Table const& t) { plan.lanes.push_back(read_lane(t)); });
  each(root, file, "voyage", [&](Table const& t) { plan.voyages.push_back(read_voyage(t)); });
  each(root, file, "quay", [&](Table const& t) { plan.quays.push_back(read_quay(t)); });
  each(root, file, "call", [&](Table const& t) { plan.calls.push_back(read_call(t)); });
  each(root, file, "anchorage", [&](Table const& t) { plan.anchorages.push_back(read_anchorage(t)); });
  each(root, file, "ground", [&](Table const& t) { plan.grounds.push_back(read_ground(t)); });
  each(root, file, "aid", [&](Table const& t) { plan.aids.push_back(read_aid(t)); });
  each(root, file, "road_group", [&](Table const& t) { plan.road_groups.push_back(read_road_group(t)); });
  return plan;
}

/// What must be one of its kind in the whole file.
struct Taken {
  std::set<std::uint32_t> mmsi;
  std::set<std::string> groups; // names of vessels' draws
};

void check_group(FleetPlan const& plan, Group const& g, std::string const& file, Taken& taken) {
  if (!taken.groups.insert(g.id).second)
    throw BadField(fmt::format("{}: two groups of vessels have the id '{}'", file, g.id));
  auto const kind =
      std::find_if(plan.kinds.begin(), plan.kinds.end(), [&](ShipKind const& k) { return k.id == g.kind; });
  if (kind == plan.kinds.end()) throw BadField(fmt::format("{}: {}: no [[kind]] '{}'", file, g.id, g.kind));
  if (g.last_size >= static_cast<int>(kind->sizes.size()) || g.first_size < 0 ||
      g.first_size >= static_cast<int>(kind->sizes.size()))
    throw BadField(fmt::format("{}: {}: kind '{}' has only {} sizes", file, g.id, g.kind, kind->sizes.size()));
  for (int i = 0; i < g.count; ++i)
    if (!taken.mmsi.insert(g.mmsi + static_cast<std::uint32_t>(i)).second)
      throw BadField(fmt::format("{}: {}: MMSI {} is used twice", file, g.id, g.mmsi + static_cast<unsigned>(i)));
}

/// That one of `tables` has the id which `who` names.
template <class Tables>
void check_named(Tables const& tables, std::string_view what, std::string const& id, std::string const& who) {
  if (std::ranges::none_of(tables, [&](auto const& t) { return t.id == id; }))
    throw BadField(fmt::format("{}: no [[{}]] '{}'", who, what, id));
}

/// What one table says about another.
void check_references(FleetPlan const& plan, std::string const& file) {
  Taken taken;
  for (auto const& v : plan.voyages) {
    check_group(plan, v, file, taken);
    check_named(plan.lanes, "lane", v.lane, fmt::format("{}: {}", file, v.id));
  }
  for (auto const& c : plan.calls) {
    check_group(plan, c, file, taken);
    check_named(plan.lanes, "lane", c.lane, fmt::format("{}: {}", file, c.id));
    check_named(plan.quays, "quay", c.quay, fmt::format("{}: {}", file, c.id));
  }
  for (auto const& q : plan.quays)
    check_group(plan, q, file, taken);
  for (auto const& a : plan.anchorages)
    check_group(plan, a, file, taken);
  for (auto const& g : plan.grounds)
    check_group(plan, g, file, taken);
  for (auto const& a : plan.aids)
    if (!taken.mmsi.insert(a.mmsi).second) throw BadField(fmt::format("{}: MMSI {} is used twice", file, a.mmsi));
}

/// Both ways: a call without hours, and hours that no ship keeps.
void give_hours(FleetPlan& plan, DayStory const& story, std::string const& file) {
  plan.utc_offset_s = story.utc_offset_s;
  for (auto& call : plan.calls) {
    check_named(story.calls, "ship_call", call.id, fmt::format("{}: [[call]] {}: day.toml", file, call.id));
    call.hours = *std::ranges::find(story.calls, call.id, &ShipCall::id);
  }
  for (auto const& hours : story.calls)
    check_named(plan.calls, "call", hours.id, fmt::format("{}: day.toml: [[ship_call]] {}", file, hours.id));
}

/// `day` is asked for the hours only when there are calls.
template <class Day>
Result<FleetPlan> parse(std::string_view toml, std::string const& file, Day day) {
  try {
    auto const root = toml::parse(toml, file);
    auto plan = read_all(root, file);
    check_references(plan, file);
    if (plan.calls.empty()) return plan;
    Result<DayStory> const story = day();
    if (!story) return Error{story.error()};
    give_hours(plan, *story, file);
    return plan;
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}: line {}: {}", file, e.source().begin.line, e.description())};
  } catch (BadField const& e) {
    return Error{e.what()};
  }
}

} // namespace

Result<FleetPlan> parse_fleet_plan(std::string_view toml, std::string_view file_name, DayStory const& story) {
  return parse(toml, std::string(file_name), [&] { return story; });
}

Result<FleetPlan> read_fleet_plan(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{fmt::format("{}: cannot be opened; --fleet names another file", file.string())};
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), file.string(), [&] { return read_day_story(file.parent_path() / "day.toml"); });
}

} // namespace dalian::synth
