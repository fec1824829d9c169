#pragma once
// How the feeds fare: from the source to the twin's core, from there into the picture of the city, and onto this
// screen.
#include "renderer/workplaces/workplace.hpp"

#include <deque>

namespace dalian::workplaces {

/// Seconds; of what was never measured nothing.
struct Spread {
  std::optional<double> p50, p99;
};

Spread spread_of(std::vector<double> values);

struct FeedLine {
  std::string source, state, provenance;
  double rate_per_s = 0;
  std::optional<double> silent_s; // since it was last heard
  Spread lag, to_snapshot;        // from the source's time to the connector; from there to the snapshot
  std::uint64_t missing = 0, rejected = 0;
};

/// Of the twin's status (docs/status.md), the worst first as it lists them; empty for anything else.
std::vector<FeedLine> feed_lines(std::string const& status);

/// How old the twin's picture was each time a new one was first on this screen; the last 500 of them.
class ScreenMeter {
 public:
  /// Once a frame, when it has been shown. `age_s`: twin time now less that of the snapshot.
  void shown(std::uint64_t version, double age_s);
  Spread spread() const;

 private:
  static constexpr std::size_t kMost = 500;
  std::deque<double> ages_s_;
  std::uint64_t version_ = 0;
};

class HealthPanel {
 public:
  explicit HealthPanel(Surroundings const& around) : around_(around) {}
  void toggle() { open_ = !open_; }
  void close() { open_ = false; }
  bool open() const { return open_; }
  /// `input`: from an input to the picture with it.
  void draw(Moment const& moment, ScreenMeter const& screen, Spread const& input);

 private:
  void table(std::vector<FeedLine> const& lines);
  void line(FeedLine const& feed);

  Surroundings around_;
  bool open_ = false;
};

} // namespace dalian::workplaces
