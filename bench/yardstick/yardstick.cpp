// The yardstick: what the bench's workload costs a plain C++ program that keeps latencies and nothing else.
//
//   yardstick WAY INPUTS REQUESTS REPEATS
//
// WAY is recursion, branch-free, heap, sweep, sweep-branch-free, percentiles or arrivals. INPUTS is the folder that the bench wrote: columns of
// float64, least significant byte first, times in whole nanoseconds. One line of JSON goes to standard output.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Column = std::vector<double>;

constexpr double kRatePerS = 316;
constexpr double kUplinkBps = 5.85e6;
constexpr double kPayloadBytes = 3072;
constexpr double kPropagationNs = 25e6;
constexpr double kThreshold = 0.7;
const double kTransmitNs = std::round(8e9 * kPayloadBytes / kUplinkBps);

Column read_column(const std::string& folder, const std::string& name) {
  std::ifstream file(folder + "/" + name + ".f64", std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("no column " + name);
  Column values(static_cast<size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(double)));
  return values;
}

struct Trace {
  Column confidence, edge1, edge2, cloud;
  explicit Trace(const std::string& folder)
      : confidence(read_column(folder, "confidence")),
        edge1(read_column(folder, "edge1")),
        edge2(read_column(folder, "edge2")),
        cloud(read_column(folder, "cloud")) {}
  size_t size() const { return confidence.size(); }
};

double now_ns() {
  using namespace std::chrono;
  return duration<double, std::nano>(steady_clock::now().time_since_epoch()).count();
}

// CRC-32 of the bytes of the values: the same as every other implementation's, or the bench fails.
uint32_t checksum(const Column& values) {
  static uint32_t table[256];
  if (table[1] == 0)
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t c = i;
      for (int bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
      table[i] = c;
    }
  uint32_t crc = 0xffffffffu;
  const auto* bytes = reinterpret_cast<const unsigned char*>(values.data());
  for (size_t i = 0; i < values.size() * sizeof(double); i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

// A request starts where it has come and the server is free: start = max(entry, free) (Lindley 1952).
void recursion(const Trace& trace, const Column& arrivals, double threshold, Column& latencies) {
  double edge_free = 0, uplink_free = 0, cloud_free = 0;
  const size_t samples = trace.size();
  for (size_t r = 0, s = 0; r < latencies.size(); r++) {
    const double arrival = arrivals[r];
    const double decided = std::max(arrival, edge_free) + trace.edge1[s];
    if (trace.confidence[s] < threshold) {
      edge_free = decided;
      uplink_free = std::max(decided, uplink_free) + kTransmitNs;
      cloud_free = std::max(uplink_free + kPropagationNs, cloud_free) + trace.cloud[s];
      latencies[r] = cloud_free + kPropagationNs - arrival;
    } else {
      edge_free = decided + trace.edge2[s];
      latencies[r] = edge_free - arrival;
    }
    if (++s == samples) s = 0;
  }
}

// The same, both ways computed for every request and one of them taken.
void branch_free(const Trace& trace, const Column& arrivals, double threshold, Column& latencies) {
  double edge_free = 0, uplink_free = 0, cloud_free = 0;
  const double transmit = kTransmitNs;
  const size_t samples = trace.size();
  for (size_t from = 0; from < latencies.size(); from += samples) {
    const size_t count = std::min(samples, latencies.size() - from);
    const double* __restrict__ arrival = arrivals.data() + from;
    const double* __restrict__ confidence = trace.confidence.data();
    const double* __restrict__ edge1 = trace.edge1.data();
    const double* __restrict__ edge2 = trace.edge2.data();
    const double* __restrict__ cloud = trace.cloud.data();
    double* __restrict__ latency = latencies.data() + from;
    for (size_t s = 0; s < count; s++) {
      const bool goes = confidence[s] < threshold;
      const double decided = std::max(arrival[s], edge_free) + edge1[s];
      edge_free = decided + (goes ? 0.0 : edge2[s]);
      const double sent = std::max(decided, uplink_free) + transmit;
      uplink_free = goes ? sent : uplink_free;
      const double computed = std::max(sent + kPropagationNs, cloud_free) + cloud[s];
      cloud_free = goes ? computed : cloud_free;
      latency[s] = (goes ? computed + kPropagationNs : edge_free) - arrival[s];
    }
  }
}

// What happens to a request, in the order in which it is taken at one instant.
enum Kind : uint64_t { kEdge1Done, kEdge2Done, kSent, kCloudDone, kBack, kAtCloud, kArrives };

// A 4-ary heap of 16-byte events by time, kind, request.
class Heap {
 public:
  Heap() : events_(1 << 12) {}
  bool empty() const { return size_ == 0; }
  void push(double time, Kind kind, uint64_t request) {
    if (size_ == events_.size()) events_.resize(2 * size_);
    const Event event{time, static_cast<uint64_t>(kind) << 32 | request};
    size_t hole = size_++;
    while (hole > 0) {
      const size_t parent = (hole - 1) / 4;
      if (!before(event, events_[parent])) break;
      events_[hole] = events_[parent];
      hole = parent;
    }
    events_[hole] = event;
  }
  struct Event {
    double time;
    uint64_t order;
  };
  Event pop() {
    const Event first = events_[0];
    const Event last = events_[--size_];
    size_t hole = 0;
    for (;;) {
      size_t child = 4 * hole + 1;
      if (child >= size_) break;
      const size_t end = std::min(child + 4, size_);
      size_t least = child;
      for (child++; child < end; child++)
        if (before(events_[child], events_[least])) least = child;
      if (!before(events_[least], last)) break;
      events_[hole] = events_[least];
      hole = least;
    }
    events_[hole] = last;
    return first;
  }

 private:
  // One comparison of 128 bits: times are not negative, so their bits are in the order of the numbers.
  static unsigned __int128 key(const Event& event) {
    uint64_t bits;
    std::memcpy(&bits, &event.time, sizeof bits);
    return static_cast<unsigned __int128>(bits) << 64 | event.order;
  }
  static bool before(const Event& a, const Event& b) { return key(a) < key(b); }
  std::vector<Event> events_;
  size_t size_ = 0;
};

// First come, first served, in a ring that doubles when it is full.
class Line {
 public:
  Line() : ring_(1024) {}
  bool empty() const { return head_ == tail_; }
  void push(uint32_t request) {
    if (tail_ - head_ == ring_.size()) {
      std::vector<uint32_t> larger(2 * ring_.size());
      for (size_t i = head_; i < tail_; i++) larger[i % larger.size()] = ring_[i % ring_.size()];
      ring_.swap(larger);
    }
    ring_[tail_++ & (ring_.size() - 1)] = request;
  }
  uint32_t shift() { return ring_[head_++ & (ring_.size() - 1)]; }

 private:
  std::vector<uint32_t> ring_;
  size_t head_ = 0, tail_ = 0;
};

// A server and who waits for it.
struct Station {
  bool busy = false;
  Line line;
};

void event_loop(const Trace& trace, const Column& arrivals, double threshold, Column& latencies) {
  Heap heap;
  Station edge, uplink, cloud;
  const size_t samples = trace.size();
  const size_t requests = latencies.size();
  double now = 0;
  auto enter = [&](Station& station, uint32_t request, Kind done, auto stay) {
    if (station.busy) {
      station.line.push(request);
      return;
    }
    station.busy = true;
    heap.push(now + stay(request), done, request);
  };
  auto leave = [&](Station& station, Kind done, auto stay) {
    station.busy = !station.line.empty();
    if (!station.busy) return;
    const uint32_t next = station.line.shift();
    heap.push(now + stay(next), done, next);
  };
  auto at_edge = [&](uint32_t r) { return trace.edge1[r % samples]; };
  auto at_uplink = [&](uint32_t) { return kTransmitNs; };
  auto at_cloud = [&](uint32_t r) { return trace.cloud[r % samples]; };
  heap.push(arrivals[0], kArrives, 0);
  while (!heap.empty()) {
    const Heap::Event event = heap.pop();
    now = event.time;
    const auto r = static_cast<uint32_t>(event.order);
    switch (static_cast<Kind>(event.order >> 32)) {
      case kArrives:
        if (r + 1 < requests) heap.push(arrivals[r + 1], kArrives, r + 1);
        enter(edge, r, kEdge1Done, at_edge);
        break;
      case kEdge1Done:
        if (trace.confidence[r % samples] < threshold) {
          enter(uplink, r, kSent, at_uplink);
          leave(edge, kEdge1Done, at_edge);
        } else {
          heap.push(now + trace.edge2[r % samples], kEdge2Done, r);
        }
        break;
      case kEdge2Done:
        latencies[r] = now - arrivals[r];
        leave(edge, kEdge1Done, at_edge);
        break;
      case kSent:
        heap.push(now + kPropagationNs, kAtCloud, r);
        leave(uplink, kSent, at_uplink);
        break;
      case kAtCloud:
        enter(cloud, r, kCloudDone, at_cloud);
        break;
      case kCloudDone:
        heap.push(now + kPropagationNs, kBack, r);
        leave(cloud, kCloudDone, at_cloud);
        break;
      case kBack:
        latencies[r] = now - arrivals[r];
        break;
    }
  }
}

// Poisson arrivals, whole nanoseconds apart: Baagoe's Alea, from which ours draw, and the logarithm of the system's library.
Column poisson_arrivals(size_t requests, double scale_ns) {
  Column times(requests);
  double s0 = 0.28514, s1 = 0.61973, s2 = 0.94321, now = 0;
  int32_t carry = 1;
  for (double& time : times) {
    const double t = 2091639 * s0 + carry * 2.3283064365386963e-10;
    s0 = s1;
    s1 = s2;
    carry = static_cast<int32_t>(t);
    s2 = t - carry;
    now += std::floor(-std::log(1 - s2) * scale_ns + 0.5);
    time = now;
  }
  return times;
}

double mean_of(const Column& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Nearest rank. `values` are reordered.
double percentile(Column& values, double percent) {
  const auto rank = static_cast<std::ptrdiff_t>(std::ceil(percent * static_cast<double>(values.size()) / 100)) - 1;
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<size_t>(rank)];
}

using Way = void (*)(const Trace&, const Column&, double, Column&);

// Mean and 95th percentile of every run of the sweep: calibrations x thresholds x replications.
Column sweep(Trace trace, const std::vector<Column>& replications, Way way) {
  Column figures, latencies(replications[0].size());
  for (int squared = 0; squared < 2; squared++) {
    if (squared)
      for (double& value : trace.confidence) value *= value;
    for (int p = 0; p <= 100; p++)
      for (const Column& arrivals : replications) {
        way(trace, arrivals, p / 100.0, latencies);
        figures.push_back(mean_of(latencies));
        figures.push_back(percentile(latencies, 95));
      }
  }
  return figures;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) throw std::runtime_error("usage: yardstick WAY INPUTS REQUESTS REPEATS");
  const std::string way = argv[1], folder = argv[2];
  const auto requests = static_cast<size_t>(std::atoll(argv[3]));
  const int repeats = std::atoi(argv[4]);
  const Trace trace(folder);
  std::string times;
  auto timed = [&](auto run) {
    for (int i = 0; i < repeats; i++) {
      const double start = now_ns();
      run();
      times += (i == 0 ? "" : ",") + std::to_string(now_ns() - start);
    }
  };
  Column checked(requests);
  std::string more;
  if (way == "arrivals") {
    timed([&] { checked = poisson_arrivals(requests, 1e9 / kRatePerS); });
  } else if (way == "sweep" || way == "sweep-branch-free") {
    std::vector<Column> replications;
    for (int r = 0; r < 10; r++) replications.push_back(read_column(folder, "sweep-" + std::to_string(r)));
    timed([&] { checked = sweep(trace, replications, way == "sweep" ? recursion : branch_free); });
  } else {
    const Column arrivals = read_column(folder, "arrivals");
    if (arrivals.size() < requests) throw std::runtime_error("too few arrivals");
    Way run = way == "recursion" || way == "percentiles" ? recursion : way == "branch-free" ? branch_free : way == "heap" ? event_loop : nullptr;
    if (run == nullptr) throw std::runtime_error("no such way: " + way);
    if (way == "percentiles") run(trace, arrivals, kThreshold, checked);
    else timed([&] { run(trace, arrivals, kThreshold, checked); });
    Column latencies = checked, ranks;
    auto select = [&] {
      ranks.clear();
      for (const double percent : {99, 95, 90, 50}) ranks.insert(ranks.begin(), percentile(latencies, percent));
    };
    if (way == "percentiles") {
      for (int i = 0; i < repeats; i++) {
        latencies = checked;
        const double start = now_ns();
        select();
        times += (i == 0 ? "" : ",") + std::to_string(now_ns() - start);
      }
    } else {
      select();
    }
    char text[256];
    std::snprintf(text, sizeof text, ",\"meanNs\":%.17g,\"percentilesNs\":[%.17g,%.17g,%.17g,%.17g]", mean_of(checked), ranks[0], ranks[1],
                  ranks[2], ranks[3]);
    more = text;
  }
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"timesNs\":[%s],\"checksum\":%u,\"peakBytes\":%ld%s}\n", times.c_str(), checksum(checked), used.ru_maxrss * 1024, more.c_str());
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "yardstick: %s\n", error.what());
  return 1;
}
