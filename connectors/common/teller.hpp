#pragma once
// Says things of one entity as observations that the twin will take: quantities within their bounds, texts and names
// within theirs. Knows no protocol. One thread.
#include "twin/base/quantities.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::connectors {

/// `text` as the wire allows it: well-formed UTF-8, blanks for control characters, cut between two characters.
std::string wire_text(std::string_view text, std::size_t most_bytes = 256);

/// "scheme:id", or the id alone without a scheme, in at most 64 bytes: a longer one keeps its beginning, and a hash of
/// all of it tells it from others.
std::string wire_entity(std::string_view scheme, std::string_view id);

/// Does the wire take it as the time of an observation? A source may say any.
bool can_be_told(Instant t_obs);

class Teller {
 public:
  /// Appends to `out`, which must outlive it. `entity` as wire_entity makes it.
  Teller(std::string entity, wire::Kind kind, Instant t_rx, std::vector<wire::Observation>& out)
      : entity_(std::move(entity)), kind_(kind), t_rx_(t_rx), out_(out) {}

  /// An observation without content, to be filled.
  wire::Observation& tell(Instant t_obs);

  // Each returns false, and says nothing, when the quantity does not allow the value: not finite, out of bounds, empty.
  // A name that is no quantity, or one of another form, is a broken promise.
  bool number(std::string_view quantity, double value, Instant t_obs);
  bool state(std::string_view quantity, std::uint32_t code, Instant t_obs);
  bool text(std::string_view quantity, std::string_view text, Instant t_obs);
  /// A number, or the code of a state, which must be whole; not for text.
  bool value(Quantity const& quantity, double value, Instant t_obs);

 private:
  std::string entity_;
  wire::Kind kind_;
  Instant t_rx_;
  std::vector<wire::Observation>& out_;
};

} // namespace dalian::connectors
