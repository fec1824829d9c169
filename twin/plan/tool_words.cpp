#include "twin/plan/tool_words.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace dalian::plan {
namespace {

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// What a scenario file can hold.
bool is_utf8(std::string const& word) {
  try {
    (void)nlohmann::json(word).dump();
    return true;
  } catch (nlohmann::json::type_error const&) {
    return false;
  }
}

/// Of the country that layouts are made for, where the map is sound.
std::optional<MapPoint> point_of(std::string_view word) {
  auto const comma = word.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  auto const lon = number_of(word.substr(0, comma)), lat = number_of(word.substr(comma + 1));
  if (!lon || !lat || *lon < 117 || *lon > 129 || *lat < 30 || *lat > 50) return std::nullopt;
  return dalian::to_map(GeoPoint{*lon, *lat});
}

/// The words behind the tool's name, by their kind.
struct Call {
  MapLine points;
  std::vector<std::string> names, pairs; // ids and such; field=value

  /// Takes "name=…" out of the pairs.
  std::string take(std::string_view name) {
    auto const it = std::find_if(pairs.begin(), pairs.end(), [&](std::string const& p) {
      return p.size() > name.size() && p.starts_with(name) && p[name.size()] == '=';
    });
    if (it == pairs.end()) return {};
    std::string value = it->substr(name.size() + 1);
    pairs.erase(it);
    return value;
  }
  Result<Fields> fields(Layer layer) const {
    Fields out;
    for (auto const& pair : pairs) {
      auto field = parse_field(layer, pair);
      if (!field) return Error{field.error()};
      out.push_back(std::move(field).value());
    }
    return out;
  }
};

using Run = Result<Draft> (*)(Site const&, Call);

Error wants(std::string_view what) {
  return Error{fmt::format("this tool needs {}: `twinctl whatif edit --help` shows it", what)};
}

Result<Layer> layer_of(Call const& call) {
  auto const layer = call.names.empty() ? std::nullopt : find_layer(call.names[0]);
  if (!layer || call.names.size() < 2) return wants("a layer and an id");
  return *layer;
}

Result<Draft> run_building(Site const& site, Call call) {
  auto const length = number_of(call.take("length")), width = number_of(call.take("width"));
  std::string const bearing = call.take("bearing");
  auto const angle = bearing.empty() ? 0.0 : number_of(bearing);
  if (call.points.size() != 1 || !length || !width || !angle || !(*length > 0) || !(*width > 0))
    return wants("a position, length=… and width=… in metres");
  auto fields = call.fields(Layer::building);
  if (!fields) return Error{fields.error()};
  return place_building(site, ring_of({call.points[0], *length, *width, *angle}), std::move(fields).value());
}

Result<Draft> run_place(Site const& site, Layer layer, Call const& call) {
  if (call.points.size() != 1) return wants("one position");
  auto fields = call.fields(layer);
  if (!fields) return Error{fields.error()};
  return place(site, layer, call.points[0], std::move(fields).value());
}

Result<Draft> run_solar(Site const& site, Call call) {
  call.pairs.push_back("kind=solar");
  return run_place(site, Layer::generator, call);
}

Result<Draft> run_move(Site const& site, Call call) {
  auto const layer = layer_of(call);
  if (!layer) return Error{layer.error()};
  if (call.points.size() != 1) return wants("one position");
  return move_to(site, *layer, call.names[1], call.points[0]);
}

Result<Draft> run_turn(Site const& site, Call call) {
  auto const layer = layer_of(call);
  if (!layer) return Error{layer.error()};
  auto const degrees = call.names.size() == 3 ? number_of(call.names[2]) : std::nullopt;
  if (!degrees) return wants("an angle in degrees");
  return turn(site, *layer, call.names[1], *degrees);
}

Result<Draft> run_split(Site const& site, Call call) {
  if (call.names.size() != 1 || call.points.size() < 2) return wants("a parcel and two positions or more");
  return split_parcel(site, call.names[0], call.points);
}

Result<Draft> run_join(Site const& site, Call call) {
  std::string const use = call.take("use");
  return join_parcels(site, call.names, use);
}

Result<Draft> run_road(Site const& site, Call call) {
  auto fields = call.fields(Layer::road);
  if (!fields) return Error{fields.error()};
  return draw_road(site, call.points, std::move(fields).value());
}

Result<Draft> run_change(Site const& site, Call call) {
  auto const fields = call.fields(Layer::road);
  if (!fields) return Error{fields.error()};
  if (call.names.size() != 1) return wants("one road");
  return change_road(site, call.names[0], *fields);
}

Result<Draft> run_closing(Site const& site, Call& call, bool opens) {
  Closing closing{call.names, call.take("class"), call.take("zone"), call.take("trucks") == "true", opens};
  if (!call.pairs.empty()) return wants("roads, class=…, zone=… or trucks=true");
  return close_roads(site, closing);
}

Result<Draft> run_signal(Site const& site, Call call) {
  auto fields = call.fields(Layer::junction);
  if (!fields) return Error{fields.error()};
  if (call.points.size() != 1) return wants("one position");
  return add_signal(site, call.points[0], std::move(fields).value());
}

Result<Draft> run_bus(Site const& site, Call call) {
  auto fields = call.fields(Layer::bus_line);
  if (!fields) return Error{fields.error()};
  return add_bus_line(site, call.points, std::move(fields).value());
}

Result<Draft> run_corridor(Site const& site, Call call) {
  bool const is_free = call.take("free") == "true";
  auto fields = call.fields(Layer::corridor);
  if (!fields) return Error{fields.error()};
  return add_corridor(site, call.points, !is_free, std::move(fields).value());
}

Result<Draft> run_reroute(Site const& site, Call call) {
  auto const layer = layer_of(call);
  if (!layer) return Error{layer.error()};
  return reroute(site, *layer, call.names[1], call.points);
}

constexpr std::array kUsages{
    ToolUsage{"building", "LON,LAT length=M width=M [bearing=DEG] [use=…] [storeys=…]", "stands on one parcel"},
    ToolUsage{"plant", "LON,LAT [product=…] [capacity_kt_a=…]", "a works on a parcel"},
    ToolUsage{"storage", "LON,LAT kind=flow_battery power_mw=… energy_mwh=…", "takes the nearest bus"},
    ToolUsage{"solar", "LON,LAT power_mw=…", "takes the nearest bus"},
    ToolUsage{"hydrogen", "LON,LAT kind=electrolyser|store|station [power_mw=…]", "electrolyser, tank, dispenser"},
    ToolUsage{"move", "LAYER ID LON,LAT", "a building, works, device, stop or area, with its hazards"},
    ToolUsage{"turn", "LAYER ID DEGREES", "about its middle, clockwise"},
    ToolUsage{"split", "PARCEL LON,LAT LON,LAT…", "along a line across it"},
    ToolUsage{"join", "PARCEL PARCEL… [use=…]", "the first keeps its id"},
    ToolUsage{"road", "LON,LAT LON,LAT… [class=…] [lanes=…] [tunnel_or_bridge=true]", "snaps to roads, divides them"},
    ToolUsage{"change", "ROAD [lanes=…] [speed_kmh=…] [direction=…]", "widened where its lanes need it"},
    ToolUsage{"close", "ROAD… | class=… [zone=…] [trucks=true]", "to all or to trucks"},
    ToolUsage{"open", "ROAD… | class=… [zone=…] [trucks=true]", "again"},
    ToolUsage{"signal", "LON,LAT [cycle_s=…] [green_share=…]", "at the junction there"},
    ToolUsage{"bus", "LON,LAT LON,LAT… [headway_min=…] [seats=…]", "stops, and the line along streets"},
    ToolUsage{"corridor", "LON,LAT LON,LAT… [width_m=…] [free=true]", "for connected cars, along streets or free"},
    ToolUsage{"reroute", "pipe|gas_pipe|feeder ID LON,LAT LON,LAT…", "its ends take nodes of the network"},
};
constexpr std::array<Run, kUsages.size()> kRuns{run_building,
                                                [](Site const& s, Call c) { return run_place(s, Layer::plant, c); },
                                                [](Site const& s, Call c) { return run_place(s, Layer::storage, c); },
                                                run_solar,
                                                [](Site const& s, Call c) { return run_place(s, Layer::hydrogen, c); },
                                                run_move,
                                                run_turn,
                                                run_split,
                                                run_join,
                                                run_road,
                                                run_change,
                                                [](Site const& s, Call c) { return run_closing(s, c, false); },
                                                [](Site const& s, Call c) { return run_closing(s, c, true); },
                                                run_signal,
                                                run_bus,
                                                run_corridor,
                                                run_reroute};

} // namespace

std::span<ToolUsage const> tool_usages() {
  return kUsages;
}

Result<Draft> run_tool(Site const& site, std::vector<std::string> const& words) {
  auto const usage = std::find_if(kUsages.begin(), kUsages.end(),
                                  [&](ToolUsage const& u) { return !words.empty() && u.name == words[0]; });
  if (usage == kUsages.end())
    return Error{
        fmt::format("'{}' is no tool: `twinctl whatif edit --help` lists them", words.empty() ? "" : words[0])};
  Call call;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!is_utf8(words[i])) return Error{fmt::format("{}: word {} is no UTF-8 text: write it anew", words[0], i)};
    auto const point = point_of(words[i]);
    if (point)
      call.points.push_back(*point);
    else
      (words[i].find('=') != std::string::npos ? call.pairs : call.names).push_back(words[i]);
  }
  auto draft = kRuns[static_cast<std::size_t>(usage - kUsages.begin())](site, std::move(call));
  if (!draft) return Error{fmt::format("{}: {}", words[0], draft.error())};
  return draft;
}

} // namespace dalian::plan
