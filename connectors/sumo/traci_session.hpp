#pragma once
// One conversation with one SUMO over TraCI, without a socket: what is to be sent, and what the answers mean. It asks
// where the net lies and where the traffic lights stand, subscribes once to everything that is told, and then each step
// is one question and one answer. It never changes the simulation, but for its time. One thread.
#include "connectors/sumo/net_frame.hpp"
#include "connectors/sumo/step.hpp"
#include "connectors/sumo/traci_codec.hpp"
#include "connectors/sumo/vehicle_types.hpp"
#include "twin/base/counters.hpp"

#include <functional>
#include <map>
#include <set>

namespace dalian::sumo {

class TraciSession {
 public:
  struct Options {
    std::optional<std::int32_t> order; // among several clients of one SUMO
    bool persons = false;
  };
  /// Counts every vehicle and every bad message in `outcomes`, which must outlive it.
  TraciSession(Options options, Counters& outcomes);
  TraciSession(TraciSession const&) = delete;

  /// What is to be sent now; each time once.
  std::string take_output() { return std::exchange(output_, {}); }
  /// A whole message without its length. False when the conversation cannot go on; that is counted, trouble() says why.
  bool take(traci::Bytes message);
  std::string const& trouble() const { return trouble_; }

  /// Everything is known: a step may be asked for.
  bool ready() const { return ready_ && asked_.empty(); }
  void ask_step();
  /// The answer to ask_step, once.
  std::optional<Step> take_step() { return std::exchange(step_, std::nullopt); }
  /// Says good-bye; no answer is of interest.
  static std::string close_message();

  // Once ready.
  NetFrame const& frame() const { return frame_; }
  VehicleTypes const& types() const { return types_; }
  /// No vehicle is there, and none will come.
  bool nothing_left() const { return expected_ == 0; }

 private:
  using Reader = traci::Reader;
  struct Question {
    std::uint8_t command = 0;
    std::string bytes{};
    std::function<void(Reader&)> answer{}; // reads what follows the status
    bool may_fail = false;
  };
  struct LightLane {
    std::string lane;
    std::vector<std::size_t> links;
    Light light;
  };

  void ask(std::vector<Question> questions, std::function<void()> then);
  Question get(std::uint8_t command, std::uint8_t variable, std::string const& object,
               std::function<void(Reader&)> value) const;
  bool fail(std::string_view outcome, std::string why);
  bool take_answer(Question const& question, Reader& reader);

  void ask_place();
  void ask_basics();
  void ask_places();
  void ask_lanes();
  void ask_shapes();
  void subscribe();
  void ask_types();

  void take_subscription(Reader& message);
  void take_variables(std::uint8_t command, Reader& content);
  void take_context(Reader& content);
  void take_mover(Reader& content, std::size_t variables, bool person);
  void take_light(std::string const& id, std::string const& state);
  void hand_over();

  Options options_;
  Counters& outcomes_;
  std::string output_, trouble_;
  std::vector<Question> asked_;
  std::function<void()> then_;

  NetBounds bounds_;
  std::vector<std::string> junctions_, light_ids_;
  std::vector<std::optional<GeoPoint>> places_;
  std::map<std::string, std::vector<LightLane>> lights_;
  NetFrame frame_;
  VehicleTypes types_;
  std::set<std::string> new_types_;
  std::int32_t expected_ = 1;
  bool ready_ = false;
  Step next_;
  std::optional<Step> step_;
};

inline constexpr std::size_t kMostTrafficLights = 5'000, kMostTypes = 20'000;

} // namespace dalian::sumo
