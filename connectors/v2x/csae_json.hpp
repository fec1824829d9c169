#pragma once
// What the readers of T/CSAE 53 as JSON share: looking up fields under the names of either dialect, numbers in either
// form, positions, times, words. A field that is missing or of the wrong form is nothing; nothing here throws.
#include "connectors/v2x/reader.hpp"

#include <initializer_list>

#include <nlohmann/json.hpp>

namespace dalian::v2x::csae {

using Json = nlohmann::json;

struct Context {
  Dialect dialect = Dialect::asn1;
  bool speed_in_kmh = false; // of the vehicles' own reports
  Instant arrival{};
  std::string_view unit; // of the topic: the serial number of a road-side unit, the id of a vehicle; may be empty
};

/// The first of these fields that an object has.
Json const* find(Json const& object, std::initializer_list<char const*> names);

/// A number, also one in digits as text ("1").
std::optional<double> number(Json const* value);
/// A whole number within ±2⁵³.
std::optional<std::int64_t> integer(Json const* value);
std::optional<double> number(Json const& object, std::initializer_list<char const*> names);
std::optional<std::int64_t> integer(Json const& object, std::initializer_list<char const*> names);
/// A raw value of the standard times its unit; nothing for `not_available`.
std::optional<float> scaled(std::optional<std::int64_t> raw, std::int64_t not_available, float unit);

/// A name that may stand in an id of the twin: 1…32 of letters, digits, '-', '_'; else empty.
std::string identifier(Json const* value);
/// Text for people, as the wire allows it.
std::string words(Json const* value);
/// An enumeration: its place in `names` (letters compared without case, '_' = '-'), or its number, also as text.
std::optional<unsigned> code(Json const* value, std::initializer_list<std::string_view> names);

/// Latitude and longitude of an object: 1e-7 degrees; in DRIS also degrees. Nothing where they are not on Earth.
std::optional<GeoPoint> absolute(Json const& position, Context const& context);
/// A position that may be an offset from `reference`: offsetLL with an alternative, else absolute.
std::optional<GeoPoint> position(Json const* value, std::optional<GeoPoint> reference, Context const& context);
/// 0.1 m; nothing for -4096 and for positions in degrees, where DRIS does not say the unit.
std::optional<float> altitude(Json const& position);
/// One standard deviation of PositionConfidence ("a2m" = 2 m, 95 %).
std::optional<float> sigma(Json const* confidence);

/// secMark, timeStamp (of the epoch, of the minute, ISO 8601) with or without moy; nothing when none is there.
std::optional<Instant> time_of(Json const& object, Context const& context);
/// Bits of a hexadecimal BIT STRING, the first bit sent as bit 0; "0280" or {"value": "0280", "length": 9}.
std::optional<std::uint32_t> flags(Json const* value);

// Each adds what one message says; false when it lacks what it must have.
bool add_vehicle(Json const& report, Context const& context, Facts& out);
bool add_sightings(Json const& rsm, Context const& context, Facts& out);
bool add_signals(Json const& spat, Context const& context, Facts& out);
bool add_places(Json const& map, Context const& context, Facts& out);
bool add_road_events(Json const& rsi, Context const& context, Facts& out);

} // namespace dalian::v2x::csae
