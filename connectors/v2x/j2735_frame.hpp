#pragma once
// MessageFrame of SAE J2735: which message it holds, and how long it is. Knows neither files nor sockets.
#include "connectors/v2x/j2735_bsm.hpp"
#include "connectors/v2x/j2735_map.hpp"
#include "connectors/v2x/j2735_spat.hpp"

namespace dalian::v2x::j2735 {

enum : std::uint16_t { kMapId = 18, kSpatId = 19, kBsmId = 20 };

struct Frame {
  std::uint16_t id;
  std::variant<Unread, Bsm, Spat, MapData> body; // Unread: a message that this reader knows only by its number
};
template <class C>
void describe(C& c, Frame& v) {
  bool const more = c.begin(true);
  c.integer("messageId", v.id, range<0, 32'767>);
  c.open([&](C& inner) {
    switch (v.id) {
    case kBsmId:
      return inner.object("BasicSafetyMessage", held<Bsm>(v.body));
    case kSpatId:
      return inner.object("SPAT", held<Spat>(v.body));
    case kMapId:
      return inner.object("MapData", held<MapData>(v.body));
    default:
      v.body = Unread{};
    }
  });
  c.end(more);
}

/// Octets of the frame that `bytes` begin with, by its own length; nothing when that reaches beyond them.
std::optional<std::size_t> frame_octets(std::span<std::uint8_t const> bytes);

} // namespace dalian::v2x::j2735
