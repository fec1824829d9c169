#include "connectors/modbus/poll_record.hpp"

namespace dalian::modbus {

// A failure has its reason as topic and its detail as bytes; words have no topic and are two bytes each, the high one
// first, as Modbus sends them. The origin holds the device in its high half and the request in its low.

void keep_poll(Poll const& poll, connectors::Tape& tape) {
  connectors::RecordedInput record{.kind = connectors::RecordedInput::Kind::answer, .arrival = poll.at};
  record.origin = static_cast<std::uint32_t>(poll.device << 16 | (poll.request & 0xffff));
  std::string bytes;
  if (auto const* failure = std::get_if<Failure>(&poll.answer)) {
    record.topic = failure->reason;
    record.bytes = failure->detail;
  } else {
    for (auto const word : std::get<Words>(poll.answer)) {
      bytes += static_cast<char>(word >> 8);
      bytes += static_cast<char>(word & 0xff);
    }
    record.bytes = bytes;
  }
  tape.take(record);
}

std::optional<Poll> read_poll(connectors::RecordedInput const& record) {
  if (record.kind != connectors::RecordedInput::Kind::answer) return std::nullopt;
  Poll poll{record.origin >> 16, record.origin & 0xffff, record.arrival, {}};
  if (!record.topic.empty()) {
    poll.answer = Failure{std::string(record.topic), std::string(record.bytes)};
    return poll;
  }
  if (record.bytes.size() % 2 != 0) return std::nullopt;
  Words words;
  for (std::size_t i = 0; i < record.bytes.size(); i += 2)
    words.push_back(static_cast<std::uint16_t>(static_cast<unsigned char>(record.bytes[i]) << 8 |
                                               static_cast<unsigned char>(record.bytes[i + 1])));
  poll.answer = std::move(words);
  return poll;
}

bool fits(Poll const& poll, Request const& request) {
  auto const* words = std::get_if<Words>(&poll.answer);
  return words == nullptr || words->size() == request.count;
}

} // namespace dalian::modbus
