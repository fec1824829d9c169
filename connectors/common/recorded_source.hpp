#pragma once
// Sources that keep on disk what they hand on, and sources that hand on what was kept: a feed between either and its
// sink does the same, byte for byte, because the arrival of an input is its only time. Knows no protocol. One thread.
#include "connectors/common/document_source.hpp"
#include "connectors/common/line_source.hpp"
#include "connectors/common/packet_source.hpp"
#include "connectors/common/recording.hpp"

#include <functional>

namespace dalian::connectors {

/// The arrival of the newest input; before the first the system's clock. It stands still between inputs.
class ArrivalClock final : public Clock {
 public:
  Instant now() const override { return held_ ? *held_ : SystemClock().now(); }
  void hold(Instant arrival) { held_ = arrival; }

 private:
  std::optional<Instant> held_;
};

/// Where recorded sources write.
class Tape {
 public:
  /// Both must outlive it. `note` is told once when nothing more can be kept, and why.
  Tape(RecordingWriter& writer, ArrivalClock& clock, std::function<void(std::string const&)> note)
      : writer_(writer), clock_(clock), note_(std::move(note)) {}
  /// Gives the input the present as its arrival, unless it has one.
  void take(RecordedInput input);
  /// Nothing came for a while.
  void idle();

 private:
  void look_for_trouble();

  RecordingWriter& writer_;
  ArrivalClock& clock_;
  std::function<void(std::string const&)> note_;
  bool noted_ = false;
};

/// Gives recorded inputs when they are due, to the source of their channel.
class Player {
 public:
  enum class Time : std::uint8_t {
    keep, // an input arrives when it did: what is told is byte for byte what was told
    now,  // it arrives now
  };
  struct Options {
    double speed = 1; // 2 = twice as fast; 0 = as fast as possible
    Time time = Time::keep;
    unsigned channels = 1;                          // sources that the feed has
    std::function<void(std::string const&)> note{}; // told of what was left out
  };
  Player(std::unique_ptr<RecordingReader> reader, Options options, ArrivalClock& clock);

  enum class Next : std::uint8_t { input, idle, ended };
  /// The next of `channel`, waiting at most `wait` for it to be due: at once idle when another's comes first.
  Next next(std::uint16_t channel, std::chrono::milliseconds wait, RecordedInput& input);

 private:
  void look_ahead();
  void say_what_was_left_out();

  std::unique_ptr<RecordingReader> reader_;
  Options options_;
  ArrivalClock& clock_;
  std::optional<RecordedInput> ahead_;
  bool given_ = true; // ahead_ was handed out
  bool ended_ = false;
  std::uint64_t strangers_ = 0; // of no channel
  std::optional<Instant> first_;
  Instant begun_{}; // steady
};

/// `tape` and `player` are shared by all sources of a feed and must outlive them.
std::unique_ptr<PacketSource> record_packets(std::unique_ptr<PacketSource> source, Tape& tape);
std::unique_ptr<LineSource> record_lines(std::unique_ptr<LineSource> source, Tape& tape);
std::unique_ptr<DocumentSource> record_documents(std::unique_ptr<DocumentSource> source, std::uint16_t channel,
                                                 Tape& tape);

std::unique_ptr<PacketSource> play_packets(Player& player, std::string name);
std::unique_ptr<LineSource> play_lines(Player& player, std::string name);
std::unique_ptr<DocumentSource> play_documents(Player& player, std::string name, std::uint16_t channel);

} // namespace dalian::connectors
