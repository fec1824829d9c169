// The fields of every layer. A new field goes before the common ones; scenario files name fields, never their place.
#include "twin/plan/schema.hpp"

#include <array>

namespace dalian::plan {
namespace {

constexpr FieldSpec number(std::string_view name, std::string_view unit, double low, double high,
                           double fallback = std::numeric_limits<double>::quiet_NaN()) {
  return {name, FieldType::number, unit, low, high, {}, false, fallback, {}};
}
constexpr FieldSpec whole(std::string_view name, std::string_view unit, double low, double high,
                          double fallback = std::numeric_limits<double>::quiet_NaN()) {
  return {name, FieldType::whole, unit, low, high, {}, false, fallback, {}};
}
constexpr FieldSpec flag(std::string_view name, bool fallback) {
  return {name, FieldType::flag, {}, 0, 1, {}, false, fallback ? 1.0 : 0.0, {}};
}
constexpr FieldSpec text(std::string_view name) {
  return {name, FieldType::text, {}, 0, 0, {}, false, std::numeric_limits<double>::quiet_NaN(), {}};
}
constexpr FieldSpec choice(std::string_view name, std::string_view words, std::string_view fallback = {}) {
  return {name, FieldType::choice, {}, 0, 0, words, false, std::numeric_limits<double>::quiet_NaN(), fallback};
}
constexpr FieldSpec reference(FieldType type, std::string_view name, std::string_view layer) {
  return {name, type, {}, 0, 0, layer, false, std::numeric_limits<double>::quiet_NaN(), {}};
}
constexpr FieldSpec ref(std::string_view name, std::string_view layer) {
  return reference(FieldType::ref, name, layer);
}
constexpr FieldSpec refs(std::string_view name, std::string_view layer) {
  return reference(FieldType::refs, name, layer);
}
constexpr FieldSpec shape(FieldType type, std::string_view name) {
  return {name, type, "degrees", 0, 0, {}, false, std::numeric_limits<double>::quiet_NaN(), {}};
}
constexpr FieldSpec need(FieldSpec field) {
  field.required = true;
  return field;
}

constexpr FieldSpec kAt = shape(FieldType::point, "at"), kLine = shape(FieldType::line, "line"),
                    kOutline = shape(FieldType::ring, "outline");
constexpr std::array kCommon{choice("provenance", "surveyed|imported|modelled|synthetic"), text("source"),
                             text("confidence")};
constexpr std::array kNames{text("name_en"), text("name_zh"), text("name_ja")};

/// names, own fields, common ones.
template <std::size_t N>
constexpr auto fields(FieldSpec const (&own)[N]) {
  std::array<FieldSpec, N + kNames.size() + kCommon.size()> all{};
  std::size_t n = 0;
  for (auto const& f : kNames)
    all[n++] = f;
  for (auto const& f : own)
    all[n++] = f;
  for (auto const& f : kCommon)
    all[n++] = f;
  return all;
}

constexpr auto kZone = fields({need(kOutline), text("plan_zone"), number("plan_area_km2", "km²", 0, 1e4)});
constexpr auto kParcel =
    fields({need(kOutline), need(text("use")), need(ref("zone", "zone")), text("code"), number("far", "1", 0, 30),
            number("density", "%", 0, 100), text("programme"), ref("power_bus", "power_bus"),
            ref("water_node", "water_node"), ref("gas_node", "gas_node")});
constexpr auto kBuilding = fields({need(kOutline), need(text("use")), ref("parcel", "parcel"),
                                   whole("storeys", "1", 1, 200, 1), number("height_m", "m", 0, 1000)});
constexpr auto kPark = fields({need(kOutline), ref("zone", "zone")});
constexpr auto kRoad = fields(
    {need(kLine), need(choice("class", "expressway|highway|arterial|collector|local|plant|path|track|jetty")),
     need(number("width_m", "m", 1, 100)), whole("lanes", "each way", 1, 8, 1), number("speed_kmh", "km/h", 1, 140),
     choice("direction", "both|forward|backward", "both"), flag("closed", false), flag("trucks", true),
     flag("tunnel_or_bridge", false), number("toll_cny", "CNY", 0, 1000)});
constexpr auto kJunction = fields({need(kAt), choice("control", "signals|priority|roundabout", "signals"),
                                   number("cycle_s", "s", 20, 300), number("green_share", "1", 0.05, 0.95)});
// Weights among all places beyond the zones, from which people and goods come and to which they go.
constexpr auto kTrafficZone =
    fields({need(kAt), refs("parcels", "parcel"), ref("parent", "traffic_zone"), number("trips_per_day", "1/d", 0, 1e7),
            number("outside_persons", "weight", 0, 1e6), number("outside_trucks", "weight", 0, 1e6)});
constexpr auto kBusStop = fields({need(kAt)});
constexpr auto kBusLine = fields(
    {need(refs("stops", "bus_stop")), kLine, number("headway_min", "min", 0.5, 240), whole("seats", "1", 1, 400)});
constexpr auto kCorridor = fields({need(kLine), ref("along", "road"), number("width_m", "m", 1, 100)});
constexpr auto kGeofence = fields({need(kOutline), ref("corridor", "corridor")});
constexpr auto kPowerBus =
    fields({need(kAt), number("voltage_kv", "kV", 0.2, 1200), choice("kind", "pq|pv|slack", "pq"),
            number("setpoint_pu", "1", 0.5, 1.5, 1), number("load_mw", "MW", -1e5, 1e5),
            number("load_mvar", "Mvar", -1e5, 1e5), ref("zone", "zone")});
// Of one circuit; a length that is not given is that of the line.
constexpr auto kFeeder =
    fields({kLine, ref("from", "power_bus"), ref("to", "power_bus"), ref("upstream", "feeder"),
            number("voltage_kv", "kV", 0.2, 1200), number("rating_mva", "MVA", 0, 1e5), flag("open", false),
            whole("circuits", "1", 1, 12, 1), number("length_km", "km", 0, 2000), number("r_ohm_km", "Ω/km", 0, 100),
            number("x_ohm_km", "Ω/km", 0, 100), number("b_us_km", "µS/km", 0, 10000)});
// Short-circuit voltage and its resistive part on the own rating; the ratio is the tap, 1 = nominal.
constexpr auto kTransformer =
    fields({need(ref("from", "power_bus")), need(ref("to", "power_bus")), need(number("rating_mva", "MVA", 0.01, 5000)),
            number("uk_percent", "%", 0, 50), number("ur_percent", "%", 0, 50), number("ratio", "1", 0.5, 2, 1)});
constexpr auto kGenerator =
    fields({need(kAt), need(choice("kind", "wind|solar|gas|steam|fuel_cell|nuclear|coal")), ref("bus", "power_bus"),
            need(number("power_mw", "MW", 0, 1e5)), ref("parcel", "parcel"), number("setpoint_pu", "1", 0.5, 1.5),
            number("q_low_mvar", "Mvar", -1e5, 0), number("q_high_mvar", "Mvar", 0, 1e5)});
constexpr auto kStorage = fields({need(kAt), need(choice("kind", "flow_battery|lithium_battery|hydrogen|heat")),
                                  ref("bus", "power_bus"), need(number("power_mw", "MW", 0, 1e5)),
                                  need(number("energy_mwh", "MWh", 0, 1e6)), ref("parcel", "parcel")});
// A fixed head makes a node a source.
constexpr auto kWaterNode = fields({need(kAt), number("elevation_m", "m", -100, 3000),
                                    number("demand_m3_d", "m³/d", 0, 1e7), number("fixed_head_m", "m", -100, 3000)});
constexpr auto kPipe = fields({kLine, ref("from", "water_node"), ref("to", "water_node"), text("medium"),
                               number("diameter_m", "m", 0.005, 10), ref("rack", "rack"), flag("main", false),
                               number("length_m", "m", 0, 1e6), number("hazen_williams", "1", 20, 200)});
constexpr auto kValve = fields({need(kAt), need(ref("pipe", "pipe")), flag("open", true),
                                choice("kind", "gate|check|pressure_reducing|pressure_sustaining|flow_control", "gate"),
                                number("setting_m", "m", 0, 1000), number("setting_m3_h", "m³/h", 0, 1e6)});
// Head and flow of the design point.
constexpr auto kPump =
    fields({need(kAt), need(ref("pipe", "pipe")), number("power_kw", "kW", 0, 1e5), number("head_m", "m", 0, 1000),
            number("flow_m3_h", "m³/h", 0, 1e6), number("efficiency", "1", 0.05, 1), flag("running", true)});
// Levels above the bottom, which is at the elevation.
constexpr auto kTank =
    fields({need(kAt), ref("node", "water_node"), text("medium"), need(number("volume_m3", "m³", 0, 1e7)),
            number("elevation_m", "m", -100, 3000), number("diameter_m", "m", 0.1, 500), number("level_m", "m", 0, 200),
            number("low_m", "m", 0, 200), number("high_m", "m", 0, 200)});
// What holds its pressure is a source; hydrogen of the volume that it gives. Pressures above that of the air.
constexpr auto kGasNode =
    fields({need(kAt), number("pressure_bar", "bar", 0, 500), number("demand_m3_h", "m³/h", 0, 1e7),
            flag("holds_pressure", false), number("hydrogen_percent", "%", 0, 100)});
// A compressor or a regulator at its beginning; the latter holds the pressure behind itself.
constexpr auto kGasPipe = fields(
    {kLine, ref("from", "gas_node"), ref("to", "gas_node"), choice("medium", "natural_gas|hydrogen", "natural_gas"),
     number("diameter_m", "m", 0.005, 3), number("length_m", "m", 0, 1e6), number("roughness_mm", "mm", 0, 10),
     number("compressor_ratio", "1", 1, 5), number("outlet_bar", "bar", 0, 500)});
constexpr auto kHydrogen =
    fields({need(kAt), need(choice("kind", "electrolyser|reformer|byproduct|store|loading|station")),
            ref("parcel", "parcel"), number("capacity_kg_d", "kg/d", 0, 1e7), number("power_mw", "MW", 0, 5000),
            ref("bus", "power_bus"), ref("gas_node", "gas_node")});
constexpr auto kRack = fields({need(kLine), text("programme")});
constexpr auto kPlant = fields({need(kAt), ref("parcel", "parcel"), ref("part_of", "plant"), text("product"),
                                number("capacity_kt_a", "kt/a", 0, 1e6)});
constexpr auto kExchange = fields({need(ref("from", "plant")), need(ref("to", "plant")), need(text("medium")),
                                   number("flow_kt_a", "kt/a", 0, 1e6), ref("pipe", "pipe")});
// The mass with the range that its assumption allows; the pressure is above that of the air.
constexpr auto kHazard =
    fields({need(kAt), need(text("substance")), ref("plant", "plant"), number("mass_t", "t", 0, 1e6),
            number("mass_low_t", "t", 0, 1e6), number("mass_high_t", "t", 0, 1e6),
            number("pressure_bar", "bar", 0, 1000), choice("phase", "gas|liquid|liquefied"),
            number("temperature_c", "°C", -273, 1500), number("hole_mm", "mm", 0, 5000), ref("hydrogen", "hydrogen")});
constexpr auto kBerth =
    fields({need(kLine), text("kind"), number("depth_m", "m", 0, 40), number("crane_spacing_m", "m", 0, 1000)});
constexpr auto kCrane = fields(
    {need(ref("berth", "berth")), number("moves_h", "moves/h", 0, 200), shape(FieldType::point, "at"), text("kind")});
// Lanes: of the gate that its trucks pass, each way.
constexpr auto kYard = fields({need(kOutline), ref("berth", "berth"), number("capacity_teu", "TEU", 0, 1e6),
                               whole("cranes", "1", 0, 500), whole("gate_lanes", "1", 0, 100)});
// What it said last, when, by whom, and how old that was at the instant that a scenario starts from.
constexpr auto kSensor = fields({need(kAt), need(text("quantity")), text("unit"), number("value", "", -1e12, 1e12),
                                 text("said"), text("observed"), number("age_s", "s", 0, 1e9), text("feed")});
constexpr auto kPlace = fields({need(kAt), text("kind")});

constexpr auto kLasting = Durability::lasting;
constexpr std::array<LayerSpec, kLayers> kSchema{{
    {Layer::zone, "zone", "a zone of the plan", kZone, kLasting},
    {Layer::parcel, "parcel", "land of one use, to the axes of the streets about it", kParcel},
    {Layer::building, "building", "a building beside what the parcel's programme already counts", kBuilding},
    {Layer::park, "park", "a park within other land", kPark},
    {Layer::road, "road", "the axis of a road or path; roads meet where their lines meet", kRoad},
    {Layer::junction, "junction", "how traffic is controlled where roads meet", kJunction},
    {Layer::traffic_zone, "traffic_zone", "where trips begin and end", kTrafficZone},
    {Layer::bus_stop, "bus_stop", "a stop", kBusStop},
    {Layer::bus_line, "bus_line", "a line that calls at stops in order", kBusLine},
    {Layer::corridor, "corridor", "a route for connected cars", kCorridor},
    {Layer::geofence, "geofence", "an area that rules are tied to", kGeofence},
    {Layer::power_bus, "power_bus", "a node of the power grid: substation, busbar", kPowerBus},
    {Layer::feeder, "feeder", "a power line or cable", kFeeder},
    {Layer::transformer, "transformer", "between two buses", kTransformer},
    {Layer::generator, "generator", "a source of power", kGenerator},
    {Layer::storage, "storage", "what takes up energy and gives it back", kStorage},
    {Layer::water_node, "water_node", "a node of the water network", kWaterNode},
    {Layer::pipe, "pipe", "water, steam or product in a pipe", kPipe},
    {Layer::valve, "valve", "on a pipe", kValve},
    {Layer::pump, "pump", "on a pipe", kPump},
    {Layer::tank, "tank", "a tank or reservoir", kTank},
    {Layer::gas_node, "gas_node", "a node of the gas network", kGasNode},
    {Layer::gas_pipe, "gas_pipe", "natural gas or hydrogen in a pipe", kGasPipe},
    {Layer::hydrogen, "hydrogen", "a works that makes, keeps or hands out hydrogen", kHydrogen},
    {Layer::rack, "rack", "the axis of a pipe rack", kRack},
    {Layer::plant, "plant", "a works and what it makes", kPlant},
    {Layer::exchange, "exchange", "a by-product from one plant to another", kExchange},
    {Layer::hazard, "hazard", "where a dangerous substance may be set free", kHazard},
    {Layer::berth, "berth", "a quay wall", kBerth},
    {Layer::crane, "crane", "on a berth", kCrane},
    {Layer::yard, "yard", "open storage of a port", kYard},
    {Layer::sensor, "sensor", "what is measured where", kSensor},
    {Layer::place, "place", "a named point", kPlace, kLasting},
}};

} // namespace

std::span<LayerSpec const> schema() {
  return kSchema;
}

} // namespace dalian::plan
