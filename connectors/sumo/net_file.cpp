#include "connectors/sumo/net_file.hpp"

#include "connectors/sumo/byte_source.hpp"
#include "connectors/sumo/xml_reader.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <proj.h>

namespace dalian::sumo {
namespace {

constexpr std::size_t kMostTypes = 100'000;

/// All of a file through `xml`, until that stops.
Status read_xml(std::filesystem::path const& file, XmlReader& xml, bool const& done) {
  auto source = open_bytes(file);
  if (!source) return Error{source.error()};
  std::string_view bytes;
  while (!done && (*source)->next(bytes, {}) == ByteSource::Next::bytes)
    if (!xml.feed(bytes)) break;
  if (!done && !xml.finish()) return Error{fmt::format("{}: {}", file.string(), xml.trouble())};
  return {};
}

struct Location {
  NetBounds bounds;
  double offset_x = 0, offset_y = 0;
  std::string projection;
};

/// "1.5,-2" into `values`; false when there are not that many.
template <std::size_t N>
bool split_numbers(std::string_view text, std::array<double, N>& values) {
  for (std::size_t k = 0; k < N; ++k) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), values[k]);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (k + 1 < N && !text.starts_with(',')) return false;
    if (k + 1 < N) text.remove_prefix(1);
  }
  return text.empty();
}

std::optional<Location> location_of(XmlAttributes const& attributes) {
  std::array<double, 2> offset{};
  std::array<double, 4> bounds{};
  if (!split_numbers(attributes.text("netOffset"), offset) || !split_numbers(attributes.text("convBoundary"), bounds))
    return std::nullopt;
  return Location{{bounds[0], bounds[1], bounds[2], bounds[3]},
                  offset[0],
                  offset[1],
                  std::string(attributes.text("projParameter"))};
}

/// PROJ's inverse of a projection string; degrees.
class Projection {
 public:
  explicit Projection(std::string const& text) : context_(proj_context_create()) {
    proj_log_level(context_, PJ_LOG_NONE);
    projection_ = proj_create(context_, text.c_str());
  }
  ~Projection() {
    proj_destroy(projection_);
    proj_context_destroy(context_);
  }
  Projection(Projection const&) = delete;

  explicit operator bool() const { return projection_ != nullptr; }
  std::optional<GeoPoint> inverse(double x, double y) const {
    auto const there = proj_trans(projection_, PJ_INV, proj_coord(x, y, 0, 0));
    if (proj_errno(projection_) != 0) return proj_errno_reset(projection_), std::nullopt;
    return GeoPoint{proj_todeg(there.lp.lam), proj_todeg(there.lp.phi)};
  }

 private:
  PJ_CONTEXT* context_;
  PJ* projection_ = nullptr;
};

} // namespace

Result<NetFrame> read_net_frame(std::filesystem::path const& net_file) {
  auto const fail = [&](std::string const& why) { return Error{fmt::format("{}: {}", net_file.string(), why)}; };
  std::optional<Location> location;
  bool done = false;
  XmlReader xml({.begin =
                     [&](std::string_view name, XmlAttributes const& attributes) {
                       if (name != "location" || done) return;
                       location = location_of(attributes);
                       done = true;
                       xml.stop();
                     },
                 .end = {}});
  if (auto const read = read_xml(net_file, xml, done); !read) return Error{read.error()};
  if (!location) return fail("has no sound <location>: it is no net of SUMO");
  if (!location->projection.starts_with("+"))
    return fail("has no projection; netconvert with --proj.utm, or --proj, gives it one");
  Projection const projection(location->projection);
  if (!projection) return fail(fmt::format("PROJ does not know its projection '{}'", location->projection));
  auto frame = NetFrame::fit(location->bounds, [&](double x, double y) {
    return projection.inverse(x - location->offset_x, y - location->offset_y);
  });
  if (!frame) return fail(frame.error());
  return frame;
}

Status read_vehicle_types(std::filesystem::path const& file, VehicleTypes& types) {
  bool const done = false;
  XmlReader xml({.begin =
                     [&types](std::string_view name, XmlAttributes const& attributes) {
                       if (name != "vType" || types.size() >= kMostTypes) return;
                       auto type = type_of_class(attributes.text("vClass"));
                       auto const size = [&](char const* which, float usual) {
                         auto const n = attributes.number(which);
                         return n && *n > 0 && *n < 1000 ? static_cast<float>(*n) : usual;
                       };
                       type.length_m = size("length", type.length_m);
                       type.width_m = size("width", type.width_m);
                       types.insert_or_assign(std::string(attributes.text("id")), type);
                     },
                 .end = {}});
  return read_xml(file, xml, done);
}

} // namespace dalian::sumo
