#pragma once
// Joins the parts of multi-part messages. Parts of different messages interleave; a set whose next part is wrong or
// late is given up, never guessed. Bounded: at most 64 open sets. Time is the input's, never the machine's.
#include "connectors/ais/nmea.hpp"
#include "connectors/ais/outcome.hpp"
#include "connectors/ais/six_bit.hpp"
#include "connectors/ais/tag_block.hpp"

#include <memory>

namespace dalian::ais {

class Assembler {
 public:
  static constexpr std::size_t kMaxOpen = 64;
  static constexpr Duration kTimeout = std::chrono::seconds(3); // a sequence number is used again after ten messages

  /// A part with what identifies its set besides the sentence itself.
  struct Part {
    Sentence sentence;
    std::optional<SentenceGroup> group;
    std::uint32_t origin = 0; // which sender or station it came from
    Instant received{};
  };

  struct Complete {
    PayloadBits const* bits = nullptr; // until the next call; null while the set is open or when it failed
    unsigned lines = 0;                // of the set, this one included
    Instant received{};                // of its first part
  };

  explicit Assembler(OutcomeCounts& counts) : counts_(counts), sets_(std::make_unique<Set[]>(kMaxOpen)) {}

  /// Takes one part of a message with total > 1 and counts its line: `waiting` while the set is open and when it is
  /// complete (the caller then moves `lines` on to the message's outcome), a reason otherwise.
  Complete add(Part const& part);

  /// Gives up the sets whose last part is older than the timeout.
  void expire(Instant now);
  /// The input has ended.
  void finish();
  std::size_t open_sets() const { return open_; }

 private:
  struct Set {
    Part last; // its payload is not used
    Instant first_received{};
    PayloadBits bits;
  };

  static bool same_set(Part const& open, Part const& next);
  Set* find(Part const& part);
  Set& open_slot();
  void close(std::size_t index, Outcome reason);
  bool append(Set& set, Part const& part);
  void remove(Set& set);

  OutcomeCounts& counts_;
  std::unique_ptr<Set[]> sets_; // the first open_ are open
  std::size_t open_ = 0;
  PayloadBits completed_;
};

} // namespace dalian::ais
