#pragma once
// Values over the city that are shown as colour: on regular grids in map metres, per parcel or per placement. Made
// once, const afterwards. Knows no colour and no drawing.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::view {

enum class FieldScale : std::uint8_t { sequential, diverging, categories };

/// Samples at origin + (column, row) · spacing; row 0 is the southern one. NaN: no value there.
struct FieldGrid {
  MapPoint origin;
  double spacing_m = 0;
  std::uint32_t columns = 0, rows = 0;
  std::vector<float> value; // columns · rows

  /// Bilinear over the samples that have a value, as the screen shows it; nothing outside, or where none of the four
  /// around has one.
  std::optional<float> at(MapPoint p) const;
};

/// What a legend must say.
struct FieldInfo {
  std::string name; // "far": words are under "layer.far" in assets/lang
  std::string unit; // "m"; "" for a plain number
  FieldScale scale = FieldScale::sequential;
  float low = 0, high = 1;  // ends of the colours: what lies beyond takes the end's colour
  bool by_root = false;     // colours follow the square root: for what is much oftener small than large
  float noise_floor = 0;    // differences below this mean nothing; in the unit
  bool floor_hides = false; // what is below the noise floor is as good as nothing, and is not drawn
  Provenance kind = Provenance::unknown;
  std::string source;                  // one sentence, or the key of one in assets/lang
  std::vector<std::string> categories; // keys of words: a value is an index of them
};

struct Field {
  FieldInfo info;
  std::vector<FieldGrid> grids;               // finest first
  std::vector<float> by_parcel, by_placement; // of the city's tables; NaN: no value. Empty: not of this sort
};

/// More samples than this are a mistake: 16 million, 64 MB on the graphics card.
inline constexpr std::size_t kMostFieldSamples = std::size_t{1} << 24;

/// Whether it can be shown: the reason names the field. `parcels`, `placements`: lengths of the city's tables.
Status check_field(Field const& field, std::size_t parcels, std::size_t placements);

/// Where a value lies on the scale of colours, 0…1.
float share_of(FieldInfo const& info, float value);

/// The smallest of 1, 2, 5 times a power of ten that is not below `value`: a readable end of a scale. 1 for what is not
/// positive.
float round_up_125(float value);

} // namespace dalian::view
