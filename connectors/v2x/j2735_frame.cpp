#include "connectors/v2x/j2735_frame.hpp"

namespace dalian::v2x::j2735 {
namespace {

/// Only the outside of a frame.
struct Envelope {
  std::uint16_t id;
};
template <class C>
void describe(C& c, Envelope& v) {
  bool const more = c.begin(true);
  c.integer("messageId", v.id, range<0, 32'767>);
  c.open([](C&) {});
  c.end(more);
}

} // namespace

std::optional<std::size_t> frame_octets(std::span<std::uint8_t const> bytes) {
  UperReader reader(bytes);
  Envelope envelope;
  describe(reader, envelope);
  if (!reader.ok()) return std::nullopt;
  return (reader.position_bits() + 7) / 8;
}

} // namespace dalian::v2x::j2735
