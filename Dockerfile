# docker build --build-arg VERSION=$(git describe --tags --always) -t bellwether .
# docker run -v ./rules:/rules:ro -v ./signals:/signals:ro bellwether score --rules /rules --signals /signals

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/bellwether ./cmd/bellwether

FROM scratch
COPY --from=build /out/bellwether /bellwether
USER 65532:65532
ENTRYPOINT ["/bellwether"]
