#pragma once
// The same facts as the status, for Prometheus: names and units by its conventions
// (prometheus.io/docs/practices/naming), counters since the start of the twin (what history gave back counts as
// accepted), served over HTTP.
#include "twin/app/status.hpp"
#include "twin/base/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <prometheus/metric_family.h>
#include <string>
#include <vector>

namespace dalian::app {

/// The facts as metric families.
std::vector<prometheus::MetricFamily> metrics_of(StatusFacts const& facts);

/// "127.0.0.1:9464": a host of this machine alone, unless `anywhere`, and a port (0 = any free one).
Status check_metrics_address(std::string const& address, bool anywhere);

/// Answers GET /metrics with what `gather` gives, on threads of its own; while that gives none, only that it does not.
class MetricsEndpoint {
 public:
  using Gather = std::function<std::optional<StatusFacts>()>;
  static Result<std::unique_ptr<MetricsEndpoint>> start(std::string const& address, Gather gather);
  virtual ~MetricsEndpoint() = default;
  virtual int port() const = 0;
};

} // namespace dalian::app
