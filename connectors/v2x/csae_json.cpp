#include "connectors/v2x/csae_json.hpp"

#include "connectors/common/teller.hpp"
#include "connectors/v2x/source_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace dalian::v2x::csae {
namespace {

constexpr double kDegrees = 1e-7;

bool same_word(std::string_view a, std::string_view b) {
  auto const plain = [](char c) { return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return plain(x) == plain(y); });
}

std::string const* text(Json const* value) {
  return value != nullptr && value->is_string() ? value->get_ptr<std::string const*>() : nullptr;
}

/// Degrees of one coordinate.
std::optional<double> degrees(std::optional<double> raw, Context const& context) {
  if (!raw) return std::nullopt;
  bool const whole = context.dialect == Dialect::asn1 || std::abs(*raw) > 180;
  return whole ? *raw * kDegrees : *raw;
}

std::optional<GeoPoint> on_earth(double lon, double lat) {
  if (!(std::abs(lon) <= 180 && std::abs(lat) <= 90)) return std::nullopt;
  return GeoPoint{lon, lat};
}

} // namespace

Json const* find(Json const& object, std::initializer_list<char const*> names) {
  if (!object.is_object()) return nullptr;
  for (auto const* name : names)
    if (auto const it = object.find(name); it != object.end()) return &*it;
  return nullptr;
}

std::optional<double> number(Json const* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->get<double>();
  auto const* digits = text(value);
  if (digits == nullptr) return std::nullopt;
  double result = 0;
  auto const [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), result);
  if (error != std::errc() || end != digits->data() + digits->size() || !std::isfinite(result)) return std::nullopt;
  return result;
}

std::optional<std::int64_t> integer(Json const* value) {
  auto const n = number(value);
  if (!n || std::abs(*n) > 9.007e15 || *n != std::floor(*n)) return std::nullopt;
  return static_cast<std::int64_t>(*n);
}

std::optional<double> number(Json const& object, std::initializer_list<char const*> names) {
  return number(find(object, names));
}

std::optional<std::int64_t> integer(Json const& object, std::initializer_list<char const*> names) {
  return integer(find(object, names));
}

std::optional<float> scaled(std::optional<std::int64_t> raw, std::int64_t not_available, float unit) {
  if (!raw || *raw == not_available) return std::nullopt;
  return static_cast<float>(*raw) * unit;
}

std::string identifier(Json const* value) {
  constexpr std::size_t kLongest = 32;
  std::string id;
  if (auto const* given = text(value)) id = *given;
  if (auto const n = integer(value); id.empty() && n) id = std::to_string(*n);
  bool const sound = id.size() <= kLongest && std::all_of(id.begin(), id.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '-' || c == '_';
                     });
  return sound ? id : std::string();
}

std::string words(Json const* value) {
  if (value != nullptr && value->is_object()) value = find(*value, {"textString", "textGB2312", "text"});
  auto const* given = text(value);
  return given == nullptr ? std::string() : connectors::wire_text(*given);
}

std::optional<unsigned> code(Json const* value, std::initializer_list<std::string_view> names) {
  if (auto const* given = text(value)) {
    unsigned place = 0;
    for (auto const name : names) {
      if (same_word(*given, name)) return place;
      ++place;
    }
  }
  auto const n = integer(value);
  if (!n || *n < 0 || *n >= static_cast<std::int64_t>(names.size())) return std::nullopt;
  return static_cast<unsigned>(*n);
}

std::optional<GeoPoint> absolute(Json const& place, Context const& context) {
  auto const lat = degrees(number(place, {"lat", "latitude"}), context);
  auto const lon = degrees(number(place, {"long", "lon", "longitude"}), context);
  if (!lat || !lon) return std::nullopt;
  return on_earth(*lon, *lat);
}

std::optional<GeoPoint> position(Json const* value, std::optional<GeoPoint> reference, Context const& context) {
  if (value == nullptr || !value->is_object()) return std::nullopt;
  auto const* offset = find(*value, {"offsetLL", "offset_ll"});
  if (offset == nullptr) return absolute(*value, context);
  auto const* present = text(find(*offset, {"present"}));
  auto const* chosen = present != nullptr ? find(*offset, {present->c_str()}) : nullptr;
  if (chosen == nullptr) return std::nullopt;
  if (same_word(*present, "position-latlon")) return absolute(*chosen, context);
  auto const lon = number(*chosen, {"lon", "long"}), lat = number(*chosen, {"lat"});
  if (!reference || !lon || !lat) return std::nullopt;
  return on_earth(reference->lon_deg + *lon * kDegrees, reference->lat_deg + *lat * kDegrees);
}

std::optional<float> altitude(Json const& place) {
  auto const lat = number(place, {"lat"});
  if (lat && std::abs(*lat) <= 90) return std::nullopt;
  auto const raw = integer(place, {"elevation", "ele"});
  if (raw && (*raw < -4096 || *raw > 61'439)) return std::nullopt; // beyond the type's bounds
  return scaled(raw, -4096, 0.1F);
}

std::optional<float> sigma(Json const* confidence) {
  if (confidence != nullptr && confidence->is_object()) confidence = find(*confidence, {"pos"});
  auto const place = code(confidence, {"unavailable", "a500m", "a200m", "a100m", "a50m", "a20m", "a10m", "a5m", "a2m",
                                       "a1m", "a50cm", "a20cm", "a10cm", "a5cm", "a2cm", "a1cm"});
  if (!place || *place == 0) return std::nullopt;
  constexpr std::array kRadius_m{500.0F, 200.0F, 100.0F, 50.0F, 20.0F, 10.0F, 5.0F, 2.0F,
                                 1.0F,   0.5F,   0.2F,   0.1F,  0.05F, 0.02F, 0.01F};
  // 95 % of a circular error lie within 2.4477 standard deviations (chi-square, two degrees of freedom).
  return kRadius_m[*place - 1] / 2.4477F;
}

std::optional<Instant> time_of(Json const& object, Context const& context) {
  auto const* stamp = find(object, {"timeStamp", "timestamp", "time_stamp"});
  constexpr std::int64_t kFirst_ms = 946'684'800'000, kLast_ms = 4'102'444'800'000; // 2000 … 2100
  Instant const first{std::chrono::milliseconds{kFirst_ms}}, last{std::chrono::milliseconds{kLast_ms}};
  if (auto const* iso = text(stamp))
    if (auto const t = parse_utc(*iso); t && *t >= first && *t < last) return *t;
  auto const ms = integer(stamp), minute = integer(object, {"moy"}), mark = integer(object, {"secMark", "sec_mark"});
  if (ms && *ms >= kFirst_ms && *ms < kLast_ms) return Instant{std::chrono::milliseconds{*ms}};
  auto const in_minute = mark ? mark : ms;
  if (!in_minute || *in_minute < 0 || *in_minute > 65'535) return std::nullopt;
  auto const of_minute = static_cast<unsigned>(*in_minute);
  if (minute && *minute >= 0 && *minute < 527'040)
    return at_minute_of_year(context.arrival, static_cast<unsigned>(*minute), of_minute);
  return at_millisecond_of_minute(context.arrival, of_minute);
}

std::optional<std::uint32_t> flags(Json const* value) {
  if (value != nullptr && value->is_object()) value = find(*value, {"value"});
  auto const* digits = text(value);
  if (digits == nullptr || digits->empty() || digits->size() > 8) return std::nullopt;
  std::uint32_t sent = 0;
  auto const [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), sent, 16);
  if (error != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
  std::uint32_t bits = 0;
  for (std::size_t i = 0, n = 4 * digits->size(); i < std::min<std::size_t>(n, 16); ++i)
    if ((sent >> (n - 1 - i) & 1U) != 0) bits |= 1U << i;
  return bits;
}

} // namespace dalian::v2x::csae
