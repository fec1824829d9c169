#include "connectors/utilities/notifier.hpp"

namespace dalian::utilities {

using std::chrono::milliseconds;

std::string notification(std::vector<NgsiEntity> const& entities, std::uint64_t n, Instant now) {
  std::string data;
  for (auto const& entity : entities)
    data += (data.empty() ? "" : ",") + entity.json;
  return fmt::format(R"({{"id":"urn:ngsi-ld:Notification:synthetic-city:{}","type":"Notification",)"
                     R"("subscriptionId":"urn:ngsi-ld:Subscription:synthetic-city","notifiedAt":"{}","data":[{}]}})",
                     n, format_utc(now, 3), data);
}

Result<Notifier> Notifier::open(std::string const& url, Duration every) {
  connectors::HttpClientConfig config;
  config.url = url;
  config.headers = {"Content-Type: application/json"};
  config.total_limit = milliseconds(5000);
  auto client = connectors::HttpClient::open(std::move(config));
  if (!client) return Error{client.error()};
  return Notifier(std::move(*client), every);
}

void Notifier::step(std::vector<NgsiEntity> const& entities, Instant now) {
  if (client_->asking()) {
    auto const answer = client_->step(milliseconds(0));
    if (!answer) return;
    ++(answer->ok() ? delivered_ : failed_);
    trouble_ = answer->reason;
  }
  if (last_ && now - *last_ < every_) return;
  last_ = now;
  client_->post(notification(entities, ++begun_, now));
}

} // namespace dalian::utilities
