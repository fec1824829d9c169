#pragma once
// The twin as one object for a program that shows it: embedded (its own receiver, fusion and history in this process)
// or remote (a mirror of a twind). Either way the picture comes through the same mirror of published deltas.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/view/city_view.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace dalian::app {

struct ServiceConfig {
  std::string connect;           // endpoint of a twind's request socket; empty = embed a twin
  std::string ingest = "";       // embedded: where connectors connect; empty = a fresh ipc:// address
  std::filesystem::path history; // embedded: folder of the history files; empty = keep none
  bool feed_clock = false;       // embedded: twin time is what connectors stamped, so a replay is repeatable
};

class Service {
 public:
  static Result<std::unique_ptr<Service>> start(ServiceConfig const& config);
  virtual ~Service() = default;

  /// The latest view; never null after start. Cheap: call it once per frame. Thread-safe.
  virtual std::shared_ptr<view::CityView const> view() const = 0;
  /// The address for `twinfeed --twin`; empty when connected to a remote twin.
  virtual std::string ingest_endpoint() const = 0;
  /// Twin time now: the wall clock, or with feed_clock the newest stamp taken in.
  virtual Instant now() const = 0;
  /// True once every feed that said hello has reported the end of its input and the view shows all of it.
  virtual bool feeds_finished() const = 0;
  /// Why the picture may be old: "" when all is well, else one sentence ("no word from tcp://… for 12 s").
  virtual std::string trouble() const = 0;
};

} // namespace dalian::app
