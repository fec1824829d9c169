#pragma once
// Buses with a timetable in the traffic: each trip leaves its first stop on time, is late by what traffic and signals
// do, and waits where it would be early. Knows no format. One thread.
#include "connectors/roads/roads_plan.hpp"
#include "connectors/roads/traffic.hpp"
#include "connectors/synth/day_story.hpp"

namespace dalian::roads {

struct BusStop {
  BusStopPlan plan;
  std::uint32_t link = kNone;
  double along_m = 0; // where a bus's front stands
  std::uint32_t destination = 0;
  GeoPoint kerb; // where it stands, on the road
};

struct BusLine {
  BusLinePlan const* plan = nullptr;
  std::vector<BusStop> stops;
  std::vector<double> after_s; // scheduled departure from each stop and arrival at the end, after that from the first
  std::vector<MapPoint> shape;
};

/// One scheduled run; `leave_s` is of the local day.
struct BusTrip {
  std::uint32_t line = 0;
  double leave_s = 0;
  std::string id; // "L1-0730"
};

/// A bus on its way.
struct RunningBus {
  std::uint32_t trip = 0; // index into trips()
  std::uint32_t slot = kNone, number = 0;
  std::uint32_t next_stop = 0; // index of the line's stops; = their number on the way back to the first
  double delay_s = 0;          // at the last departure
  bool at_stop = false;
};

class BusLines {
 public:
  /// `plans` must outlive it. Stops that no street reaches are left out.
  BusLines(RoadNetwork const& network, RouteFinder& routes, std::vector<BusLinePlan> const& plans,
           synth::DayStory const& story);

  void step(Traffic& traffic);
  std::vector<BusLine> const& lines() const { return lines_; }
  std::vector<BusTrip> const& trips() const { return trips_; }
  std::vector<RunningBus> const& running() const { return running_; }
  synth::DayStory const& story() const { return story_; }

 private:
  void set_times(BusLine& line, RouteFinder const& routes) const;
  void set_shape(BusLine& line, RouteFinder const& routes) const;
  StripId way_on(RouteFinder const& routes, std::uint32_t destination, StripId lane, bool any_lane) const;
  void add_trips(std::uint32_t line);
  bool begin(Traffic& traffic, std::uint32_t trip, double second);
  void watch(Traffic& traffic, RunningBus& bus, double second);

  RoadNetwork const& network_;
  synth::DayStory const& story_;
  std::vector<BusLine> lines_;
  std::vector<BusTrip> trips_;
  std::vector<RunningBus> running_;
  std::vector<bool> begun_; // by trip, of this day
  double last_second_ = -1;
};

} // namespace dalian::roads
