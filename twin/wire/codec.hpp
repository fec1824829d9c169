#pragma once
// Bytes of one ZeroMQ frame ↔ checked wire messages. Everything that comes from outside passes here before anything
// else looks at it: what gets through is finite, in range, bounded in size and valid UTF-8. Knows no socket.
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <cstddef>
#include <google/protobuf/arena.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::wire {

inline constexpr std::size_t kMaxFrameBytes = 1 << 20;     // ZMQ_MAXMSGSIZE: beyond it the connection is cut
inline constexpr std::size_t kMaxMessageBytes = 256 << 10; // what a connector may say at once; more is counted
inline constexpr int kMaxObservations = 100;               // per batch
inline constexpr std::size_t kMaxNameBytes = 64;           // entity, source, protocol
inline constexpr std::size_t kMaxTextBytes = 256;          // free text: ship's name, destination, label
inline constexpr int kMaxReportEntries = 512;              // outcomes, details
/// Instants outside are not believed (and would make arithmetic on nanoseconds overflow).
inline constexpr std::int64_t kMinUnixNs = 1;
inline constexpr std::int64_t kMaxUnixNs = 7'258'118'400'000'000'000; // 2200-01-01

// Each check returns "" when all is well, else the name under which the reject is counted.
std::string_view check(Observation const& observation);
std::string_view check(FeedReport const& report);
std::string_view check(Hello const& hello);
/// All of a batch but its observations: who says it, the numbering, the count.
std::string_view check_envelope(Batch const& batch);

/// True for 1…64 of letters, digits, '-', '_', '.'.
bool is_source_name(std::string_view name);

/// Reads frames of connectors. One thread; a message lives until the next call of decode.
class Decoder {
 public:
  Decoder();

  struct Outcome {
    ToTwin* message = nullptr; // null when rejected
    std::string_view reject;   // why
  };
  /// Parses and checks everything but the single observations (see check): those are rejected one by one.
  Outcome decode(std::string_view frame);

 private:
  std::unique_ptr<std::vector<char>> block_; // first memory of the arena: most frames need no other
  google::protobuf::Arena arena_;
};

/// Parses any other message of the schema within the frame bound; false when it is malformed.
template <class Message>
bool parse(std::string_view frame, Message& message) {
  return frame.size() <= kMaxFrameBytes && message.ParseFromArray(frame.data(), static_cast<int>(frame.size()));
}

/// The bytes of the batch inside a frame that holds nothing else, without decoding it again; empty when the frame is
/// not of that form. What history keeps.
std::string_view batch_bytes(std::string_view to_twin_frame);

} // namespace dalian::wire
