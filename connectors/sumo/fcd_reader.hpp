#pragma once
// SUMO's FCD output ("floating car data": every vehicle in every step, as XML) → steps, a piece at a time. Knows
// neither files nor sockets. One thread.
#include "connectors/sumo/step.hpp"
#include "connectors/sumo/xml_reader.hpp"
#include "twin/base/counters.hpp"

#include <deque>

namespace dalian::sumo {

class FcdReader {
 public:
  /// Counts every row in `outcomes`, which must outlive it.
  explicit FcdReader(Counters& outcomes);
  FcdReader(FcdReader const&) = delete;

  /// False once the document cannot be read on; that is counted, and trouble() says why.
  bool feed(std::string_view bytes);
  /// There is no more. A document that ends in the middle is counted as "cut_off".
  bool finish();

  /// Whole steps, in order; to be taken by the caller.
  std::deque<Step>& steps() { return steps_; }
  std::string const& trouble() const { return xml_.trouble(); }

 private:
  void begin(std::string_view name, XmlAttributes const& attributes);
  void end(std::string_view name);
  void row(XmlAttributes const& attributes, bool person);
  bool judge(bool sound);

  Counters& outcomes_;
  std::deque<Step> steps_;
  Step step_;
  bool in_step_ = false;
  XmlReader xml_;
};

inline constexpr std::size_t kMostRows = 1'000'000; // of one step

} // namespace dalian::sumo
