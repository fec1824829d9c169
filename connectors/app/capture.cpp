#include "connectors/app/capture.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::connectors {

std::vector<std::pair<CLI::Option const*, std::string>> given_options(CLI::App const& app) {
  std::vector<std::pair<CLI::Option const*, std::string>> given;
  for (auto const* option : app.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) continue;
    if (option->results().empty()) given.emplace_back(option, ""); // --twin alone
    for (auto const& value : option->results())
      given.emplace_back(option, value);
  }
  for (auto const* group : app.get_subcommands([](CLI::App const* a) { return a->get_name().empty(); })) {
    auto const more = given_options(*group);
    given.insert(given.end(), more.begin(), more.end());
  }
  return given;
}

std::string about_of(CLI::App const& app) {
  nlohmann::ordered_json json{{"command", app.get_name()}, {"options", nlohmann::json::array()}};
  for (auto const& [option, value] : given_options(app))
    if (option->get_group() != kDeliveryGroup) json["options"].push_back({option->get_lnames().front(), value});
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<RecordedFeed> parse_about(std::string const& about) {
  auto const json = nlohmann::json::parse(about, nullptr, false);
  try {
    RecordedFeed feed{json.at("command").get<std::string>(), {}};
    for (auto const& option : json.at("options"))
      feed.options.emplace_back(option.at(0).get<std::string>(), option.at(1).get<std::string>());
    return feed;
  } catch (nlohmann::json::exception const&) {
    return Error{"its first record does not say of which feed it is"};
  }
}

Result<Capture> Capture::open(OutputOptions const& options) {
  Capture capture(options);
  if (!options.replay.empty()) {
    auto reader = RecordingReader::open(options.replay);
    if (!reader) return Error{reader.error()};
    capture.reader_ = std::move(*reader);
    capture.clock_ = capture.arrival_.get();
  } else if (!options.record.empty()) {
    auto writer = RecordingWriter::open(options.record, about_of(*options.app));
    if (!writer) return Error{"--record " + writer.error()};
    capture.writer_ = std::move(*writer);
    if (auto const n = capture.writer_->bytes_dropped_at_open(); n > 0)
      note(options, fmt::format("{}: {} bytes of a record that was not written whole are left out", options.record, n));
    capture.tape_ = std::make_unique<Tape>(*capture.writer_, *capture.arrival_, [&options](std::string const& why) {
      note(options, fmt::format("{}: {}", options.record, why));
    });
    capture.clock_ = capture.arrival_.get();
  }
  return capture;
}

std::string Capture::name() const {
  return "recording " + options_->replay;
}

Player* Capture::player(std::size_t channels) {
  if (reader_ == nullptr) return player_.get();
  Player::Options how{options_->replay_speed, options_->replay_time == "now" ? Player::Time::now : Player::Time::keep,
                      static_cast<unsigned>(channels),
                      [options = options_](std::string const& text) { note(*options, options->replay + ": " + text); }};
  player_ = std::make_unique<Player>(std::move(reader_), std::move(how), *arrival_);
  return player_.get();
}

Result<std::unique_ptr<PacketSource>> Capture::packets(Open<std::unique_ptr<PacketSource>> const& open) {
  if (auto* const from = player(1)) return play_packets(*from, name());
  auto source = open();
  if (!source || tape_ == nullptr) return source;
  return record_packets(std::move(*source), *tape_);
}

Result<std::unique_ptr<LineSource>> Capture::lines(Open<std::unique_ptr<LineSource>> const& open) {
  if (auto* const from = player(1)) return play_lines(*from, name());
  auto source = open();
  if (!source || tape_ == nullptr) return source;
  return record_lines(std::move(*source), *tape_);
}

Result<Capture::Documents> Capture::documents(std::size_t count, Open<Documents> const& open) {
  Documents out;
  if (auto* const from = player(count)) {
    for (std::size_t i = 0; i < count; ++i)
      out.push_back(play_documents(*from, name(), static_cast<std::uint16_t>(i)));
    return out;
  }
  auto sources = open();
  if (!sources || tape_ == nullptr) return sources;
  assert(sources->size() == count);
  for (auto& source : *sources)
    out.push_back(record_documents(std::move(source), static_cast<std::uint16_t>(out.size()), *tape_));
  return out;
}

bool Capture::finish() {
  if (writer_ == nullptr) return true;
  writer_->flush();
  if (writer_->trouble().empty()) return true;
  tape_->idle();
  return false;
}

} // namespace dalian::connectors
