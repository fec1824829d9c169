#include "tests/whatif/towns.hpp"

namespace dalian::whatif::testing {

using namespace plan::testing;
using plan::Edit;
using plan::Edits;
using plan::Layer;
using plan::Layout;
using plan::Shape;
using Fields = std::vector<std::pair<std::string, plan::Value>>;

namespace {

Shape const kAt{{121.6, 39.2}};

std::string text(char const* words) {
  return words;
}

Edit road(std::string id, char const* road_class, Shape line) {
  return add(Layer::road, std::move(id),
             {{"line", std::move(line)}, {"class", text(road_class)}, {"width_m", 12.0}, {"lanes", 2.0}});
}

Edit beyond(char const* id, double lon, double lat) {
  return add(Layer::traffic_zone, id, {{"at", Shape{{lon, lat}}}, {"outside_persons", 3.0}, {"outside_trucks", 1.0}});
}

Edits on_the_move() {
  return {set(Layer::road, "row00", "class", text("arterial")),
          set(Layer::road, "column00", "class", text("collector")),
          road("east", "arterial", {{121.66, 39.2}, {121.7, 39.2}}),
          road("south", "highway", {{121.6, 39.2}, {121.6, 39.16}}),
          beyond("port", 121.7, 39.2),
          beyond("city", 121.6, 39.16),
          add(Layer::bus_stop, "first", {{"at", Shape{{121.602, 39.2}}}}),
          add(Layer::bus_stop, "last", {{"at", Shape{{121.654, 39.2}}}}),
          add(Layer::bus_line, "line", {{"stops", std::vector<std::string>{"first", "last"}}, {"headway_min", 5.0}}),
          add(Layer::corridor, "pilot", {{"line", Shape{{121.6, 39.2}, {121.66, 39.2}}}})};
}

Edits of_a_quay() {
  Edits edits{
      add(Layer::berth, "quay", {{"line", Shape{{121.90, 38.98}, {121.92, 38.98}}}, {"kind", text("container")}}),
      add(Layer::yard, "yard", {{"outline", square(121.90, 38.97, 0.008)}, {"berth", text("quay")}})};
  for (int i = 0; i < 8; ++i)
    edits.push_back(add(Layer::crane, fmt::format("crane{}", i), {{"berth", text("quay")}, {"moves_h", 28.0}}));
  return edits;
}

Edits of_blocks() {
  Edits edits;
  for (int i = 0; i < 9; ++i)
    edits.push_back(add(Layer::building, fmt::format("block{}", i),
                        {{"outline", square(121.602 + 0.0006 * (i % 3), 39.202 + 0.0005 * (i / 3), 0.0003)},
                         {"use", text("residential")},
                         {"height_m", 15.0 + 9 * (i * 5 % 7)}}));
  return edits;
}

Edit vessel(char const* id, double lon, char const* substance, double tonnes) {
  return add(Layer::hazard, id,
             {{"at", Shape{{lon, 39.21}}},
              {"substance", text(substance)},
              {"mass_t", tonnes},
              {"pressure_bar", 6.0},
              {"phase", text("liquefied")}});
}

} // namespace

plan::Layout supplied(plan::Layout const& town) {
  Shape const at{{121.6, 39.2}};
  auto const slack = std::string("slack"), zone = std::string("z");
  Edits edits{add(Layer::power_bus, "grid", {{"at", at}, {"voltage_kv", 66.0}, {"kind", slack}})};
  for (std::string const s : {"a", "b"}) {
    std::string const high = s + "66", low = s + "10";
    edits.push_back(add(Layer::power_bus, high, {{"at", at}, {"voltage_kv", 66.0}}));
    edits.push_back(add(Layer::power_bus, low, {{"at", at}, {"voltage_kv", 10.0}, {"zone", zone}}));
    edits.push_back(add(Layer::feeder, "cable-" + s,
                        {{"from", std::string("grid")},
                         {"to", high},
                         {"length_km", 3.0},
                         {"r_ohm_km", 0.06},
                         {"x_ohm_km", 0.12},
                         {"b_us_km", 63.0},
                         {"rating_mva", 80.0},
                         {"circuits", 2.0}}));
    for (int i = 0; i < 2; ++i)
      edits.push_back(
          add(Layer::transformer, fmt::format("transformer-{}{}", s, i),
              {{"from", high}, {"to", low}, {"rating_mva", 63.0}, {"uk_percent", 10.0}, {"ur_percent", 0.4}}));
  }
  town.for_each(Layer::parcel, [&](plan::Entity const& p) {
    edits.push_back(set(Layer::parcel, p.id(), "power_bus", std::string(p.id() < "p100" ? "a10" : "b10")));
  });
  return applied(town, edits);
}

Edit water_pipe(std::string id, std::string from, std::string to, double length_m, double diameter_m) {
  return add(Layer::pipe, std::move(id),
             {{"from", std::move(from)},
              {"to", std::move(to)},
              {"medium", text("water")},
              {"length_m", length_m},
              {"diameter_m", diameter_m},
              {"hazen_williams", 130.0}});
}

Layout watered(Layout const& town) {
  Edits edits;
  for (std::string const n : {"main", "tank", "a", "b", "c", "d", "e"})
    edits.push_back(add(Layer::water_node, n, {{"at", kAt}, {"elevation_m", 5.0}}));
  for (std::string const n : {"reservoir", "other"})
    edits.push_back(add(Layer::water_node, n, {{"at", kAt}, {"fixed_head_m", 60.0}}));
  edits.push_back(add(Layer::tank, "t",
                      {{"at", kAt},
                       {"node", text("tank")},
                       {"volume_m3", 15000.0},
                       {"diameter_m", 60.0},
                       {"level_m", 4.0},
                       {"low_m", 0.5},
                       {"high_m", 6.0}}));
  for (Edit& pipe :
       Edits{water_pipe("trunk", "reservoir", "main", 5000, 1.6), water_pipe("inlet", "main", "tank", 50, 1.2),
             water_pipe("outlet", "tank", "a", 20, 1.2), water_pipe("ab", "a", "b", 1000, 0.8),
             water_pipe("bc", "b", "c", 1000, 0.5), water_pipe("ad", "a", "d", 800, 0.6),
             water_pipe("dc", "d", "c", 900, 0.4), water_pipe("oe", "other", "e", 1000, 0.9)})
    edits.push_back(std::move(pipe));
  edits.push_back(
      add(Layer::pump, "pumps",
          {{"at", kAt}, {"pipe", text("outlet")}, {"head_m", 50.0}, {"flow_m3_h", 4000.0}, {"efficiency", 0.8}}));
  constexpr std::array kNodes{"a", "b", "c", "d"};
  std::size_t i = 0;
  town.for_each(Layer::parcel, [&](plan::Entity const& p) {
    bool const first = p.id() < "p100";
    edits.push_back(set(Layer::parcel, p.id(), "water_node", text(first ? kNodes[i++ % 4] : "e")));
  });
  return applied(town, edits);
}

Layout gassed(Layout const& town) {
  Edits edits;
  for (std::string const n : {"a", "b", "works", "station"})
    edits.push_back(add(Layer::gas_node, n, {{"at", kAt}}));
  for (std::string const n : {"source", "held"})
    edits.push_back(add(Layer::gas_node, n, {{"at", kAt}, {"holds_pressure", true}, {"pressure_bar", 20.0}}));
  auto const pipe = [&](char const* id, char const* from, char const* to, double diameter_m, char const* medium) {
    edits.push_back(add(Layer::gas_pipe, id,
                        {{"from", text(from)},
                         {"to", text(to)},
                         {"medium", text(medium)},
                         {"length_m", 20e3},
                         {"diameter_m", diameter_m}}));
  };
  pipe("sa", "source", "a", 0.3, "natural_gas");
  pipe("ab", "a", "b", 0.2, "natural_gas");
  pipe("wh", "works", "held", 0.1, "hydrogen");
  pipe("hs", "held", "station", 0.1, "hydrogen");
  for (auto const& [id, kind, node] : {std::array{"e", "electrolyser", "works"}, std::array{"s", "station", "station"}})
    edits.push_back(add(Layer::hydrogen, id,
                        {{"at", kAt}, {"kind", text(kind)}, {"capacity_kg_d", 4000.0}, {"gas_node", text(node)}}));
  town.for_each(Layer::parcel,
                [&](plan::Entity const& p) { edits.push_back(set(Layer::parcel, p.id(), "gas_node", text("b"))); });
  return applied(town, edits);
}

Layout whole_town(int parcels) {
  Layout out = gassed(watered(supplied(town(parcels))));
  for (Edits const& edits : {on_the_move(), of_a_quay(), of_blocks()})
    out = applied(out, edits);
  return applied(out, {vessel("vessel", 121.61, "ammonia", 20)});
}

Edit random_edit_of(int kind, Layout const& layout, std::mt19937& random) {
  auto const draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto const there_or_gone = [&](Layer layer, std::string const& id, Fields fields) {
    return layout.find(layer, id) ? removed(layer, id) : add(layer, id, std::move(fields));
  };
  constexpr std::array kPipes{"ab", "bc", "ad", "oe"};
  std::string const crane = fmt::format("crane{}", draw(10));
  switch (kind) {
  case 0:
    return set(Layer::pipe, kPipes[static_cast<std::size_t>(draw(4))], "diameter_m", 0.3 + 0.1 * draw(8));
  case 1:
    return there_or_gone(Layer::valve, "gate", {{"at", kAt}, {"pipe", text("oe")}, {"open", false}});
  case 2:
    return set(Layer::gas_pipe, draw(2) ? "sa" : "ab", "diameter_m", 0.2 + 0.05 * draw(6));
  case 3:
    return there_or_gone(Layer::crane, crane, {{"berth", text("quay")}, {"moves_h", 20.0 + draw(15)}});
  case 4:
    return set(Layer::yard, "yard", "gate_lanes", 1.0 + draw(8));
  case 5:
    return set(Layer::hazard, "vessel", "mass_t", 1.0 + draw(50));
  case 6:
    return set(Layer::building, fmt::format("block{}", draw(9)), "height_m", 5.0 + draw(70));
  case 7:
    return set(Layer::road, "row00", draw(2) ? "lanes" : "speed_kmh", 1.0 + draw(4));
  case 8:
    return there_or_gone(
        Layer::road, "short cut",
        {{"line", Shape{{121.6, 39.2}, {121.612, 39.212}}}, {"class", text("collector")}, {"width_m", 12.0}});
  case 9:
    return there_or_gone(Layer::bus_line, "line",
                         {{"stops", std::vector<std::string>{"first", "last"}}, {"headway_min", 4.0 + draw(4)}});
  default:
    return random_edit(layout, random);
  }
}

} // namespace dalian::whatif::testing
