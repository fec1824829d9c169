#include "twin/port/queueing.hpp"

#include <cassert>
#include <cmath>
#include <limits>

namespace dalian::port {

double load(Queue const& queue) {
  assert(queue.servers >= 1);
  return queue.arrivals_per_h * queue.service_h / queue.servers;
}

double erlang_b(double offered, int servers) {
  assert(offered >= 0 && servers >= 0);
  double blocked = 1; // of no server
  for (int n = 1; n <= servers; ++n)
    blocked = offered * blocked / (n + offered * blocked);
  return blocked;
}

double erlang_c(double offered, int servers) {
  double const busy = offered / servers;
  if (busy >= 1) return 1;
  double const blocked = erlang_b(offered, servers);
  return blocked / (1 - busy * (1 - blocked));
}

double wait_mmc_h(Queue const& queue) {
  double const busy = load(queue);
  if (busy >= 1) return std::numeric_limits<double>::infinity();
  return erlang_c(queue.arrivals_per_h * queue.service_h, queue.servers) * queue.service_h /
         (queue.servers * (1 - busy));
}

double wait_mdc_h(Queue const& queue) {
  double const busy = load(queue), c = queue.servers;
  if (busy <= 0 || busy >= 1) return busy <= 0 ? 0 : wait_mmc_h(queue);
  double const more = (1 - busy) * (c - 1) * (std::sqrt(4 + 5 * c) - 2) / (16 * busy * c);
  return 0.5 * (1 + more) * wait_mmc_h(queue);
}

double wait_mgc_h(Queue const& queue, double service_cv2) {
  assert(service_cv2 >= 0);
  if (load(queue) >= 1) return std::numeric_limits<double>::infinity();
  if (service_cv2 > 1) return wait_ggc_h(queue, 1, service_cv2);
  return service_cv2 * wait_mmc_h(queue) + (1 - service_cv2) * wait_mdc_h(queue);
}

double wait_ggc_h(Queue const& queue, double arrival_cv2, double service_cv2) {
  return wait_mmc_h(queue) * (arrival_cv2 + service_cv2) / 2;
}

} // namespace dalian::port
