import CHost
import Glibc

/// The library's threads. Their stack size does not depend on `ulimit -s`, and they inherit the
/// floating-point environment of the calling thread.
enum WorkerThread {
  typealias Main = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

  /// Workers need a tenth of this; the host's thread-local data takes some too.
  private static let stackBytes = 1 << 20

  /// Starts up to `count` threads. If a thread cannot be created, the others do its work; this is
  /// no error.
  static func start(_ count: Int, _ main: Main, _ shared: AnyObject) -> [pthread_t] {
    var attributes = pthread_attr_t()
    guard count > 0, pthread_attr_init(&attributes) == 0 else { return [] }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    var workers: [pthread_t] = []
    for _ in 0..<count {
      var worker = pthread_t()
      let argument = Unmanaged.passUnretained(shared).toOpaque()
      guard pthread_create(&worker, &attributes, main, argument) == 0 else { break }
      workers.append(worker)
    }
    return workers
  }

  /// Whether the current thread can work; one without memory leaves the work to the others.
  static var canWork: Bool { libdas_thread_has_memory() != 0 }
}
