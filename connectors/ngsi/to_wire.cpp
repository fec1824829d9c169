#include "connectors/ngsi/to_wire.hpp"

#include "connectors/common/teller.hpp"
#include "connectors/ngsi/location.hpp"
#include "connectors/ngsi/vocabulary.hpp"
#include "twin/base/quantities.hpp"
#include "twin/base/unit_codes.hpp"
#include "twin/wire/codec.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace dalian::ngsi {
namespace {

using connectors::Teller;
using connectors::wire_text;

/// Percent-encoded bytes of a URI (RFC 3986, 2.1) as they were.
std::string decoded(std::string_view uri) {
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    unsigned byte = 0;
    auto const* const digits = uri.data() + i + 1;
    bool const coded =
        uri[i] == '%' && i + 2 < uri.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    out += coded ? static_cast<char>(byte) : uri[i];
    if (coded) i += 2;
  }
  return out;
}

wire::Kind kind_of(std::string_view type) {
  return type == "Vehicle" ? wire::ROAD_VEHICLE : type == "Vessel" ? wire::VESSEL : wire::SENSOR;
}

/// Texts of a value: of a string itself, of an object or list its strings, parted by commas; else its JSON.
std::string text_of(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_structured()) return value.dump();
  std::string text;
  for (auto const& inner : value)
    if (inner.is_string()) text += (text.empty() ? "" : ", ") + inner.get<std::string>();
  return text;
}

std::optional<double> number_of(Json const& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  return std::nullopt;
}

/// Tells one entity attribute by attribute.
class Telling {
 public:
  Telling(Entity const& entity, ConvertOptions const& options, Instant t, Counters& details, Teller teller)
      : entity_(entity), options_(options), t_(t), details_(details), teller_(std::move(teller)) {}

  void all() {
    motion();
    period();
    for (auto const& attribute : entity_.attributes)
      if (!used_.contains(attribute.name) && !is_time_name(attribute.name) && !value(attribute)) keep(attribute);
    if (!rest_.empty()) teller_.text("properties", dump(rest_), t_ + options_.shift);
  }

 private:
  Instant time_of(Attribute const& attribute) const { return attribute.observed_at.value_or(t_) + options_.shift; }

  /// A number of the entity in this unit; nothing, and counted, when it is none there.
  std::optional<double> number(char const* name, std::string_view default_unit, std::string_view ucum) {
    auto const* const attribute = entity_.find(name);
    if (attribute == nullptr) return std::nullopt;
    auto const raw = number_of(attribute->value);
    auto const unit = attribute->unit_code.empty() ? default_unit : std::string_view(attribute->unit_code);
    auto const converted = raw ? convert_unit(*raw, unit, ucum) : std::nullopt;
    if (converted) used_.insert(name);
    if (raw && !converted) details_.add("unknown_unit");
    return converted;
  }

  std::string text(char const* name) {
    auto const* const attribute = entity_.find(name);
    if (attribute == nullptr || !attribute->value.is_string()) return {};
    used_.insert(name);
    return wire_text(attribute->value.get<std::string>());
  }

  void motion() {
    auto const kind = kind_of(entity_.type);
    auto const* const location = entity_.find("location");
    auto const place = location == nullptr ? std::nullopt : read_location(location->value, options_.crs);
    if (location != nullptr) place ? void(used_.insert("location")) : details_.add("bad_location");
    if (!place && kind == wire::SENSOR) return;
    wire::Observation o;
    if (place) fix(*place, *o.mutable_fix(), kind != wire::SENSOR);
    if (kind == wire::ROAD_VEHICLE) road_vehicle(*o.mutable_road_vehicle());
    if (kind == wire::VESSEL) vessel(*o.mutable_vessel_static());
    auto& told = teller_.tell(location != nullptr ? time_of(*location) : t_ + options_.shift);
    if (o.has_fix()) *told.mutable_fix() = o.fix();
    if (o.has_road_vehicle()) *told.mutable_road_vehicle() = o.road_vehicle();
    if (o.has_vessel_static()) *told.mutable_vessel_static() = o.vessel_static();
  }

  void fix(Location const& location, wire::Fix& out, bool moves) {
    auto const& place = location.place;
    out.set_lon_deg(place.lon_deg);
    out.set_lat_deg(place.lat_deg);
    auto const told = number("locationSigma", "MTR", "m");
    double const sigma =
        told && *told > 0 && *told < 1e5 ? *told : std::max<double>(kLocationSigma_m, location.spread_m);
    out.set_sigma_m(static_cast<float>(std::min(sigma, 1e6)));
    if (location.altitude_m && std::abs(*location.altitude_m) < 12'000)
      out.set_altitude_m(static_cast<float>(*location.altitude_m));
    if (!moves) return;
    auto const within = [&](std::optional<double> v, double high) {
      if (v && !(*v >= 0 && *v <= high)) return details_.add("bad_value"), false;
      return v.has_value();
    };
    auto const speed = number("speed", "KMH", "m/s"), course = number("heading", "DD", "deg"),
               heading = number("trueHeading", "DD", "deg");
    if (within(speed, 150)) out.set_speed_mps(static_cast<float>(*speed));
    if (within(course, 360) && !(speed && *speed <= 0)) out.set_course_deg(static_cast<float>(*course));
    if (within(heading, 360)) out.set_heading_deg(static_cast<float>(*heading));
  }

  void road_vehicle(wire::RoadVehicle& out) {
    out.set_label(text("name")); // plates are not read: they name persons
    out.set_route(text("route"));
    out.set_vehicle_type(text("vehicleType"));
    used_.insert({"vehiclePlateIdentifier", "license_plate"});
  }

  void vessel(wire::VesselStatic& out) {
    if (auto name = text("name"); !name.empty()) out.set_name(name);
    if (auto sign = text("callSign"); !sign.empty()) out.set_call_sign(sign);
    if (auto to = text("destination"); !to.empty()) out.set_destination(to);
    auto const draught = number("draught", "MTR", "m");
    if (draught && *draught >= 0 && *draught < 100) out.set_draught_m(static_cast<float>(*draught));
  }

  /// How long values were gathered, of entities that say from when to when.
  void period() {
    bool naive = false;
    auto const *const from = entity_.find("dateObservedFrom"), *const to = entity_.find("dateObservedTo");
    if (from == nullptr || to == nullptr) return;
    auto const a = read_time(from->value, naive), b = read_time(to->value, naive);
    if (a && b) teller_.number("period_s", to_seconds(*b - *a), t_ + options_.shift);
  }

  /// True when the twin has a quantity for it that takes the value.
  bool value(Attribute const& attribute) {
    auto const* const word = find_word(entity_.type, attribute.name);
    if (word == nullptr || said_.contains(word->quantity)) return false;
    auto const& quantity = quantities()[find_quantity(word->quantity).value()];
    bool const told = say(attribute, *word, quantity);
    if (told) said_.insert(word->quantity);
    return told;
  }

  bool say(Attribute const& attribute, Word const& word, Quantity const& quantity) {
    auto const t = time_of(attribute);
    if (quantity.form == ValueForm::text) return teller_.text(word.quantity, text_of(attribute.value), t);
    auto const raw = number_of(attribute.value);
    if (!raw) return false; // a word where a number is usual
    if (quantity.form == ValueForm::state) {
      bool const code = *raw >= 0 && *raw <= 65'535 && *raw == std::floor(*raw);
      if (code && teller_.state(word.quantity, static_cast<std::uint32_t>(*raw), t)) return true;
      return details_.add("bad_value"), false;
    }
    auto const unit = attribute.unit_code.empty() ? word.unit_code : std::string_view(attribute.unit_code);
    auto const converted = convert_unit(*raw, unit, quantity.unit);
    if (!converted) return details_.add("unknown_unit"), false;
    if (teller_.number(word.quantity, *converted, t)) return true;
    return details_.add("bad_value"), false;
  }

  /// What has no quantity goes along as text, as much as there is room for.
  void keep(Attribute const& attribute) {
    Json with = rest_.empty() ? Json::object() : rest_;
    with[attribute.name] = attribute.value;
    if (dump(with).size() > wire::kMaxTextBytes) return details_.add("properties_too_long");
    rest_ = std::move(with);
  }

  static std::string dump(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

  Entity const& entity_;
  ConvertOptions const& options_;
  Instant t_;
  Counters& details_;
  Teller teller_;
  Json rest_;
  std::set<std::string, std::less<>> used_;
  std::set<std::string_view> said_;
};

} // namespace

std::string entity_name(Entity const& entity) {
  constexpr std::string_view kUrn = "urn:ngsi-ld:", kOwn = "twin:";
  std::string_view id = entity.id;
  if (!id.starts_with(kUrn)) return connectors::wire_entity("", id);
  id.remove_prefix(kUrn.size());
  auto const colon = id.find(':');
  bool const own = colon != id.npos && id.substr(colon + 1).starts_with(kOwn);
  std::string name = own ? decoded(id.substr(colon + 1 + kOwn.size())) : std::string(id);
  return connectors::wire_entity("", name.empty() ? entity.id : name); // an id that says nothing but its scheme
}

void to_wire(Entity const& entity, ConvertOptions const& options, Instant t, Instant t_rx,
             std::vector<wire::Observation>& out, Counters& details) {
  Teller teller(entity_name(entity), kind_of(entity.type), t_rx, out);
  Telling(entity, options, t, details, std::move(teller)).all();
}

} // namespace dalian::ngsi
