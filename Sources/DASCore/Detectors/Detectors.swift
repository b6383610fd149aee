/// The built-in detectors.
public enum Detectors {
  public static let all: [any Detector.Type] = [OneClassSVM.self]
}
