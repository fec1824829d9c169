#pragma once
// Things without names inside fusion: scans → tracks → what is published of them. A plot track that goes with a named
// track is not shown itself; it makes the named one better. One thread at a time.
#include "twin/fusion/bytes.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/plot_pairing.hpp"
#include "twin/fusion/scan_inbox.hpp"
#include "twin/state/track.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalian::fusion {

/// What pairing must know of a named track.
struct NamedTrack {
  std::uint32_t handle = 0;
  std::uint64_t hash = 0; // of its id
  state::TrackMotion motion;
};

/// A named track, to be found again.
struct NamedKey {
  std::uint32_t handle = 0;
  std::uint64_t hash = 0;
  bool operator==(NamedKey const&) const = default;
};

/// A box on the map.
struct MapBox {
  MapPoint low, high;
  bool contains(MapPoint p) const {
    return p.east_m >= low.east_m && p.east_m <= high.east_m && p.north_m >= low.north_m && p.north_m <= high.north_m;
  }
};

class PlotFusion {
 public:
  explicit PlotFusion(Parameters const& parameters)
      : parameters_(parameters), tracking_(tracker_parameters(parameters.plots)), tracker_(tracking_) {}

  Outcome take(Arrival const& arrival, Instant t_twin);
  void pass_time(Instant t_twin);

  /// Where a named track must be to be of interest for pair_with(); nothing when there is nothing to pair.
  std::optional<MapBox> area() const;
  /// Once a second of twin time: ends what all sensors have lost, and compares plots with named tracks.
  void pair_with(std::vector<NamedTrack> const& named, Instant t_twin);

  /// Tracks shown, by ascending handle. `names`: of the sources.
  std::vector<state::TrackRecord> records(std::vector<std::string> const& names) const;
  std::size_t shown_count() const { return shown_.size() - bound_.size(); }

  /// Puts what the plots say into the record of a named track; nothing when none goes with it.
  void improve(state::TrackRecord& record, std::vector<std::string> const& names) const;

  /// Since the last call: plots to publish, handles that are no longer shown, and named tracks that plots have changed.
  void take_changes(std::vector<state::TrackRecord>& changed, std::vector<std::uint32_t>& removed,
                    std::vector<std::string> const& names);
  std::vector<NamedKey> take_touched() { return std::exchange(touched_, {}); }

  /// The complete state, and back into a fresh object: all counts as changed. False when the bytes are no use.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in, std::size_t sources);

 private:
  /// A confirmed track as the outside knows it.
  struct Shown {
    std::uint32_t handle = 0;
    std::string name;
    std::uint32_t updates = 0; // of the track, when last looked at …
    std::uint8_t misses = 0;   // … so that a change is seen
    Provenance provenance = Provenance::unknown;
    Instant t_rx{};
    NamedKey partner;                       // handle 0: none
    std::uint8_t agreed = 0, disagreed = 0; // checks in a row
    bool bound = false;                     // the partner is the same thing
    bool changed = true, published = false;
    mutable std::shared_ptr<state::TrackDetails const> base, details; // details made from base (null: from nothing)
  };

  bool load_shown(ByteReader& in);
  void take_scan(std::uint32_t sensor);
  void note_ended();
  void note_changes(std::uint32_t sensor);
  void note_check(std::uint32_t number, Shown& shown, NamedKey const* partner);
  void touch(Shown const& shown);
  association::Moments at(association::PlotTrack const& track, Instant t) const;
  std::vector<std::string> sources_of(association::PlotTrack const& track, std::vector<std::string> const& names) const;
  state::TrackRecord record_of(association::PlotTrack const& track, Shown const& shown,
                               std::vector<std::string> const& names) const;
  association::PlotTrack const& track_of(std::uint32_t number) const;

  Parameters parameters_;
  association::PlotParameters tracking_;
  ScanInbox inbox_;
  association::PlotTracker tracker_;
  std::uint32_t created_ = 0;                    // handles given out
  std::map<std::uint32_t, Shown> shown_;         // by number of the track
  std::map<std::uint32_t, std::uint32_t> bound_; // handle of the named track → number
  std::vector<std::uint32_t> removed_;           // handles published and gone
  std::vector<NamedKey> touched_;
};

} // namespace dalian::fusion
