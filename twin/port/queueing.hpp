#pragma once
// Waiting in line, in closed form: c equal servers, first come first served, room for all. Times in hours. Exact for
// M/M/c (Erlang 1917; Kleinrock 1975, section 3.5) and for M/G/1 (Pollaczek and Khinchine).

namespace dalian::port {

struct Queue {
  double arrivals_per_h = 0; // ≥ 0
  double service_h = 0;      // mean, ≥ 0
  int servers = 1;           // ≥ 1
};

/// Share of their time that the servers are busy; from 1 on the line grows without end.
double load(Queue const& queue);

/// Share of arrivals that find all servers busy where nobody waits; `offered` = arrivals · service, in erlangs.
double erlang_b(double offered, int servers);
/// Share of arrivals that wait, M/M/c. 1 at and beyond full load.
double erlang_c(double offered, int servers);

/// Mean time in line before service. Infinite at and beyond full load.
double wait_mmc_h(Queue const& queue);
/// The same for services that all last equally long: M/D/c by Cosmetatos (1976), Operational Research Quarterly 27(3):
/// 615–620; exact for one server, else within 2 % from a load of 0.5 on.
double wait_mdc_h(Queue const& queue);
/// Of services with this squared coefficient of variation, ≥ 0: M/G/c between M/D/c and M/M/c as Kimura (1994),
/// Queueing Systems 17: 331–385 has it; beyond 1 it is Lee and Longton (1957), Operational Research Quarterly 10(1).
double wait_mgc_h(Queue const& queue, double service_cv2);
/// G/G/c by Allen and Cunneen (Allen 1990, section 5.5.3): M/M/c · (ca² + cs²) / 2.
double wait_ggc_h(Queue const& queue, double arrival_cv2, double service_cv2);

} // namespace dalian::port
