#pragma once
// Fields of what moves: how many movers per square kilometre over the last minutes, and how old the newest word from
// each place is. Integer sums only, so that the order of the movers changes nothing.
#include "twin/view/draw_records.hpp"
#include "twin/view/field.hpp"

#include <deque>
#include <span>

namespace dalian::view {

/// Remembers where the movers were, one look per second of twin time at most, for as long as `window`.
class MoverMemory {
 public:
  explicit MoverMemory(Duration window) : window_(window) {}

  /// A look at `now`, twin time; false when it comes within a second of the last one and is not needed. A look from
  /// before the last one starts afresh: the clock was set back. Buoys, stations and what is stale do not count.
  bool look(Instant now, std::span<Mover const> movers);
  std::size_t looks() const { return looks_.size(); }

  /// Mean number per km², smeared by a biweight kernel of `reach_m` (Silverman 1986, eq. 4.5); nothing where no mover
  /// was. Noise floor: a quarter of what one mover alone makes at its place. Without any mover: the reason.
  Result<Field> density(double reach_m = 600) const;

 private:
  struct Look {
    Instant at;
    std::vector<MapPoint> where;
  };
  Duration window_;
  std::deque<Look> looks_;
  Provenance kind_ = Provenance::unknown; // of the last look
};

/// What all of them are; where they differ synthetic, as long as one is, for that must never be hidden, else unknown.
Provenance common_provenance(std::span<Mover const> movers);

/// Seconds since the newest observation of any mover within `reach_m`.
Result<Field> observation_age(Instant now, std::span<Mover const> movers, double reach_m = 600);

} // namespace dalian::view
