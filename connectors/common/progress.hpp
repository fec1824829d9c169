#pragma once
// How a connector that a supervisor started tells it, once a second, how it fares: one message on the socket whose
// number stands in the environment. Without a supervisor nothing is told. Knows no process. One thread.
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::connectors {

/// Holds the number of the socket (a SOCK_SEQPACKET) in a child's environment.
inline constexpr char kProgressVariable[] = "TWINFEED_PROGRESS_FD";

struct Progress {
  wire::FeedReport report; // as the twin gets it
  std::string trouble;     // why nothing gets through to the twin: "" when all is well
  Duration lag{};          // of the newest observation, from its own time to its arrival at the connector
};

std::string encode_progress(Progress const& progress);
/// Nothing when the bytes are none of ours.
std::optional<Progress> decode_progress(std::string_view bytes);

/// Tells the supervisor that started this process; empty when there is none. Never waits: what the supervisor is too
/// busy to hear is replaced by the next.
std::function<void(Progress const&)> supervisor_teller();

} // namespace dalian::connectors
