#pragma once
// The twin as one object for a program that shows it: embedded (its own receiver, fusion and history in this process)
// or remote (a mirror of a twind, or of several that share a city). Either way the picture comes through the same
// mirror of published deltas.
#include "twin/alarms/alarm.hpp"
#include "twin/app/errand.hpp"
#include "twin/app/travel.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/view/city_view.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dalian::app {

struct ServiceConfig {
  std::vector<std::string> connect; // endpoints of twinds' request sockets, shown as one city; none = embed a twin
  std::vector<std::filesystem::path> keys; // connected: files of `twinctl keys new`; none, one for all, or one a twind
  std::filesystem::path server_key; // connected: file with the twind's public key; empty = the one in the key file
  std::string ingest = "";          // embedded: where connectors connect; empty = a fresh ipc:// address
  std::filesystem::path history;    // embedded: folder of the history files; empty = keep none
  bool feed_clock = false;          // embedded: twin time is what connectors stamped, so a replay is repeatable
};

class Service {
 public:
  static Result<std::unique_ptr<Service>> start(ServiceConfig const& config);
  virtual ~Service() = default;

  /// The latest view; never null after start. Cheap: call it once per frame. Thread-safe.
  virtual std::shared_ptr<view::CityView const> view() const = 0;
  /// The address for `twinfeed --twin`; empty when connected to a remote twin.
  virtual std::string ingest_endpoint() const = 0;
  /// Twin time now: the wall clock, or with feed_clock the newest stamp taken in; of a replay, the instant shown.
  virtual Instant now() const = 0;
  /// True once every feed that said hello has reported the end of its input and the view shows all of it.
  virtual bool feeds_finished() const = 0;
  /// What is wrong at the instant shown; never null.
  virtual std::shared_ptr<alarms::AlarmList const> alarms() const = 0;
  /// Why the picture may be old: "" when all is well, else one sentence ("no word from tcp://… for 12 s").
  virtual std::string trouble() const = 0;

  // Time travel of this viewer alone; any thread, none waits for the twin.
  /// Shows the instant `t` of the twin's history instead of the present.
  virtual void seek(Instant t) = 0;
  /// How fast the past runs on: 0 = stands, 0.1 to 100 times real time.
  virtual void set_speed(double speed) = 0;
  virtual void go_live() = 0;
  virtual Travel travel() const = 0;

  // Errands: any thread, none waits for the twin.
  virtual void act(AlarmAction action) = 0;
  virtual void lock(IncidentLock wish) = 0;
  virtual void report(ShiftReportWish wish) = 0;
  /// What came of them since the last call, in their order.
  virtual std::vector<Outcome> take_outcomes() = 0;
  /// The document of docs/status.md, a few seconds old; "" before the first, and while no twin answers. The twin is
  /// asked as long as this is called now and then.
  virtual std::string status() = 0;
};

} // namespace dalian::app
