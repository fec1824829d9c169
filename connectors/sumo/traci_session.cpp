#include "connectors/sumo/traci_session.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::sumo {

using traci::Type;
using traci::Writer;

namespace {

// Commands: libsumo's TraCIConstants of SUMO 1.15. A get is answered by its code + 0x10, so is a subscription.
constexpr std::uint8_t kVersion = 0x00, kStep = 0x02, kOrder = 0x03, kClose = 0x7F;
constexpr std::uint8_t kGetLights = 0xA2, kGetLane = 0xA3, kGetType = 0xA5, kGetJunction = 0xA9, kGetSimulation = 0xAB;
constexpr std::uint8_t kGetVehicle = 0xA4, kGetPerson = 0xAE;                                         // as domains
constexpr std::uint8_t kSubscribeLights = 0xD2, kSubscribeSimulation = 0xDB, kSubscribeAround = 0x89; // of a junction
constexpr std::uint8_t kAnswer = 0x10;

// Variables.
constexpr std::uint8_t kIds = 0x00, kLightState = 0x20, kControlledLanes = 0x26, kSpeed = 0x40, kPosition = 0x42,
                       kAngle = 0x43, kLength = 0x44, kClass = 0x49, kWidth = 0x4D, kShape = 0x4E, kTypeId = 0x4F,
                       kTime = 0x66, kBounds = 0x7C, kExpected = 0x7D, kConvert = 0x82, kVehicle = 0xC3;

constexpr double kForEver_s = 1e9, kEverywhere_m = 1e7;

/// The most permissive of a lane's links stands for it.
int rank(char state) {
  return static_cast<int>(std::string_view("OorusyYgG").find(state)) + 1; // 0 = not known
}

std::string subscription(std::uint8_t command, Writer const& object, std::initializer_list<std::uint8_t> variables) {
  Writer content;
  content.real(-kForEver_s).real(kForEver_s);
  std::string bytes = content.bytes() + object.bytes();
  bytes += static_cast<char>(variables.size());
  for (auto const variable : variables)
    bytes += static_cast<char>(variable);
  return traci::command(command, bytes);
}

} // namespace

TraciSession::TraciSession(Options options, Counters& outcomes) : options_(options), outcomes_(outcomes) {
  options_.order ? ask_place() : ask_basics();
}

bool TraciSession::fail(std::string_view outcome, std::string why) {
  outcomes_.add(outcome);
  trouble_ = std::move(why);
  ready_ = false;
  return false;
}

/// All in one message. The last answer leads to `then`.
void TraciSession::ask(std::vector<Question> questions, std::function<void()> then) {
  std::string commands;
  for (auto const& question : questions)
    commands += question.bytes;
  output_ += traci::message(commands);
  asked_ = std::move(questions);
  then_ = std::move(then);
}

TraciSession::Question TraciSession::get(std::uint8_t command, std::uint8_t variable, std::string const& object,
                                         std::function<void(Reader&)> value) const {
  auto read = [command, variable, value = std::move(value)](Reader& message) {
    auto answer = message.command();
    if (!answer || answer->id != command + kAnswer || answer->content.byte() != variable) return message.spoil();
    (void)answer->content.string();
    value(answer->content);
    if (!answer->content.good()) message.spoil();
  };
  return {command, traci::command(command, Writer().byte(variable).string(object).bytes()), std::move(read)};
}

bool TraciSession::take_answer(Question const& question, Reader& reader) {
  auto status = reader.command();
  if (!status || status->id != question.command) return fail("bad_message", "an answer to another question");
  auto const result = status->content.byte();
  auto const words = status->content.string();
  if (!status->content.good()) return fail("bad_message", "a status that is cut off");
  if (result != 0 && question.may_fail) return true;
  if (result != 0) return fail("refused", fmt::format("SUMO refuses command {:#04x}: {}", question.command, words));
  if (question.answer) question.answer(reader);
  return reader.good() ? true : fail("bad_message", fmt::format("a bad answer to command {:#04x}", question.command));
}

bool TraciSession::take(traci::Bytes message) {
  if (!trouble_.empty()) return false;
  if (asked_.empty()) return fail("bad_message", "an answer that nobody asked for");
  Reader reader(message);
  auto const asked = std::exchange(asked_, {});
  for (auto const& question : asked)
    if (!take_answer(question, reader)) return false;
  if (!reader.at_end()) return fail("bad_message", "more than was asked for");
  if (auto const then = std::exchange(then_, {})) then();
  return trouble_.empty();
}

/// In a message of its own, before anything else: until every client has its place, SUMO reads one command a message.
void TraciSession::ask_place() {
  ask({{kOrder, traci::command(kOrder, Writer().integer(*options_.order).bytes())}}, [this] { ask_basics(); });
}

void TraciSession::ask_basics() {
  std::vector<Question> questions;
  questions.push_back({kVersion, traci::command(kVersion, {}), [](Reader& message) {
                         if (auto const answer = message.command(); !answer || answer->id != kVersion) message.spoil();
                       }});
  questions.push_back(get(kGetSimulation, kBounds, "", [this](Reader& value) {
    auto const corners = value.polygon_value();
    if (corners.size() < 2) return value.spoil();
    bounds_ = {corners[0].x, corners[0].y, corners[1].x, corners[1].y};
  }));
  questions.push_back(get(kGetJunction, kIds, "", [this](Reader& value) { junctions_ = value.strings_value(); }));
  questions.push_back(get(kGetLights, kIds, "", [this](Reader& value) { light_ids_ = value.strings_value(); }));
  ask(std::move(questions), [this] { ask_places(); });
}

void TraciSession::ask_places() {
  std::vector<Question> questions;
  places_.clear();
  for (auto const& [x, y] : NetFrame::samples(bounds_)) {
    auto question = get(kGetSimulation, kConvert, "", [this](Reader& value) {
      auto const p = value.point_value();
      places_.back() = GeoPoint{p.x, p.y};
    });
    Writer w;
    w.byte(kConvert).string("").type(Type::compound).integer(2).type(Type::xy).real(x).real(y);
    w.type(Type::ubyte).byte(static_cast<std::uint8_t>(Type::lon_lat));
    question.bytes = traci::command(kGetSimulation, w.bytes());
    auto const read = question.answer;
    question.answer = [this, read](Reader& message) {
      places_.emplace_back();
      read(message);
    };
    questions.push_back(std::move(question));
  }
  ask(std::move(questions), [this] {
    std::size_t k = 0;
    auto frame = NetFrame::fit(bounds_, [&](double, double) { return places_[k++]; });
    if (!frame) return void(fail("no_place_on_earth", frame.error()));
    if (junctions_.empty()) return void(fail("refused", "the net has no junction"));
    frame_ = *frame;
    ask_lanes();
  });
}

/// Which lanes the lights hold, by the numbers of their links.
void TraciSession::ask_lanes() {
  if (light_ids_.size() > kMostTrafficLights) light_ids_.resize(kMostTrafficLights);
  if (light_ids_.empty()) return subscribe();
  std::vector<Question> questions;
  for (auto const& id : light_ids_)
    questions.push_back(get(kGetLights, kControlledLanes, id, [this, id](Reader& value) {
      auto& lanes = lights_[id];
      auto const by_link = value.strings_value();
      for (std::size_t link = 0; link < by_link.size(); ++link) {
        auto it = std::ranges::find(lanes, by_link[link], &LightLane::lane);
        if (it == lanes.end())
          it = lanes.insert(lanes.end(), {by_link[link], {}, {fmt::format("{}.{}", id, lanes.size() + 1)}});
        it->links.push_back(link);
      }
    }));
  ask(std::move(questions), [this] { ask_shapes(); });
}

/// A lane ends at its light.
void TraciSession::ask_shapes() {
  std::vector<Question> questions;
  for (auto& [id, lanes] : lights_)
    for (auto& lane : lanes)
      questions.push_back(get(kGetLane, kShape, lane.lane, [&light = lane.light](Reader& value) {
        auto const shape = value.polygon_value();
        if (shape.empty()) return value.spoil();
        light.x = shape.back().x;
        light.y = shape.back().y;
      }));
  if (questions.empty()) return subscribe();
  ask(std::move(questions), [this] { subscribe(); });
}

/// To every vehicle within any distance of a junction: a context subscription is the one way to all of them in one
/// answer, and it needs something to be around.
void TraciSession::subscribe() {
  auto const take_one = [this](Reader& message) { take_subscription(message); };
  std::vector<Question> questions;
  auto const add = [&](std::uint8_t command, Writer const& object, std::initializer_list<std::uint8_t> variables) {
    questions.push_back({command, subscription(command, object, variables), take_one});
  };
  add(kSubscribeSimulation, Writer().string(""), {kTime, kExpected});
  for (auto const& id : light_ids_)
    add(kSubscribeLights, Writer().string(id), {kLightState});
  Writer around;
  around.string(junctions_.front()).byte(kGetVehicle).real(kEverywhere_m);
  add(kSubscribeAround, around, {kPosition, kAngle, kSpeed, kTypeId});
  Writer persons;
  persons.string(junctions_.front()).byte(kGetPerson).real(kEverywhere_m);
  if (options_.persons) add(kSubscribeAround, persons, {kPosition, kAngle, kSpeed, kTypeId, kVehicle});
  ask(std::move(questions), [this] {
    next_ = {};
    new_types_.clear();
    ready_ = true;
  });
}

void TraciSession::ask_step() {
  next_ = {};
  auto read = [this](Reader& message) {
    for (std::size_t n = message.count(2); n > 0 && message.good(); --n)
      take_subscription(message);
  };
  ask({{kStep, traci::command(kStep, Writer().real(0).bytes()), read}},
      [this] { new_types_.empty() ? hand_over() : ask_types(); });
}

/// A step is handed over when all its vehicles' types are known.
void TraciSession::hand_over() {
  for (auto const& [id, lanes] : lights_)
    for (auto const& lane : lanes)
      next_.lights.push_back(lane.light);
  step_ = std::move(next_);
}

void TraciSession::ask_types() {
  std::vector<Question> questions;
  for (auto const& id : std::exchange(new_types_, {})) {
    auto& type = types_[id];
    auto const add = [&](std::uint8_t variable, std::function<void(Reader&)> value) {
      questions.push_back(get(kGetType, variable, id, std::move(value)));
      questions.back().may_fail = true;
    };
    add(kClass, [&type](Reader& value) { type = type_of_class(value.string_value()); });
    auto const size = [](float& metres) {
      return [&metres](Reader& value) {
        auto const told = value.real_value();
        if (told > 0 && told < 1000) metres = static_cast<float>(told);
      };
    };
    add(kLength, size(type.length_m));
    add(kWidth, size(type.width_m));
  }
  ask(std::move(questions), [this] { hand_over(); });
}

std::string TraciSession::close_message() {
  return traci::message(traci::command(kClose, {}));
}

void TraciSession::take_subscription(Reader& message) {
  auto answer = message.command();
  if (!answer) return message.spoil();
  if (answer->id == kSubscribeAround + kAnswer)
    take_context(answer->content);
  else
    take_variables(answer->id, answer->content);
  if (!answer->content.good() || !answer->content.at_end()) message.spoil();
}

void TraciSession::take_variables(std::uint8_t command, Reader& content) {
  auto const object = content.string();
  for (unsigned n = content.byte(); n > 0 && content.good(); --n) {
    auto const variable = content.byte();
    bool const told = content.byte() == 0;
    if (told && command == kSubscribeSimulation + kAnswer && variable == kTime)
      next_.time_s = content.real_value();
    else if (told && command == kSubscribeSimulation + kAnswer && variable == kExpected)
      expected_ = content.integer_value();
    else if (told && command == kSubscribeLights + kAnswer && variable == kLightState)
      take_light(object, content.string_value());
    else
      content.skip_value();
  }
  if (!(std::abs(next_.time_s) < kMostTime_s)) content.spoil();
}

void TraciSession::take_light(std::string const& id, std::string const& state) {
  auto const it = lights_.find(id);
  if (it == lights_.end()) return;
  for (auto& lane : it->second) {
    char best = '?';
    for (auto const link : lane.links)
      if (link < state.size() && rank(state[link]) > rank(best)) best = state[link];
    lane.light.state = best;
  }
}

void TraciSession::take_context(Reader& content) {
  (void)content.string(); // the junction
  bool const person = content.byte() == kGetPerson;
  std::size_t const variables = content.byte();
  for (std::size_t n = content.count(4); n > 0 && content.good(); --n)
    take_mover(content, variables, person);
}

void TraciSession::take_mover(Reader& content, std::size_t variables, bool person) {
  Mover mover{.id = content.string(), .type = {}, .person = person};
  unsigned told = 0;
  bool rides = false; // in a vehicle, which is told
  for (; variables > 0 && content.good(); --variables) {
    auto const variable = content.byte();
    bool const sound = content.byte() == 0;
    if (!sound) {
      content.skip_value();
    } else if (variable == kPosition) {
      auto const p = content.point_value();
      mover.x = p.x, mover.y = p.y, ++told;
    } else if (variable == kAngle) {
      mover.angle_deg = static_cast<float>(content.real_value()), ++told;
    } else if (variable == kSpeed) {
      mover.speed_mps = static_cast<float>(content.real_value()), ++told;
    } else if (variable == kTypeId) {
      mover.type = content.string_value();
    } else if (variable == kVehicle) {
      rides = !content.string_value().empty();
    } else {
      content.skip_value();
    }
  }
  if (!content.good()) return;
  if (rides) return outcomes_.add("rides");
  if (told < 3 || mover.id.empty()) return outcomes_.add("no_position");
  outcomes_.add("decoded");
  if (!types_.contains(mover.type) && types_.size() + new_types_.size() < kMostTypes) new_types_.insert(mover.type);
  next_.movers.push_back(std::move(mover));
}

} // namespace dalian::sumo
