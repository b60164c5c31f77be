# docker build --build-arg VERSION=$(git describe --tags --always) -t bellwether .
# docker run -v ./rules:/rules:ro bellwether check /rules

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/bellwether ./cmd/bellwether

FROM scratch
# Time zones and certificates: an empty image has none.
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/bellwether /bellwether
ENV ZONEINFO=/zoneinfo.zip
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/bellwether"]
# Inside a container loopback is not reached from outside. Any other address
# needs a token: see bellwether serve --help.
CMD ["serve", "--rules", "/rules", "--addr", "0.0.0.0:8080"]
